package org.sterna.platform.delivery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.sterna.persistence.measure.Latency;
import org.sterna.persistence.measure.NamedCounts;
import org.sterna.persistence.queue.QueueEvent;

/** What the queue of one node has done since the start. Thread-safe. */
public final class QueueCounts {
    private static final Map<Class<?>, String> RESULTS = Map.of(
            QueueEvent.RecipientDelivered.class, "delivered", QueueEvent.RecipientRelayed.class, "relayed",
            QueueEvent.RecipientDeferred.class, "deferred", QueueEvent.RecipientFailed.class, "failed",
            QueueEvent.RecipientAmbiguous.class, "ambiguous", QueueEvent.RecipientExpanded.class, "expanded");

    private final Latency accepting = new Latency();
    private final LongAdder messages = new LongAdder();
    private final LongAdder reports = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final NamedCounts results = new NamedCounts(List.copyOf(RESULTS.values()));

    void accepted(boolean report, long nanos) {
        accepting.record(nanos);
        (report ? reports : messages).increment();
    }

    /** It was not acknowledged, whether it was written or not. */
    void notAccepted() {
        unknown.increment();
    }

    void happened(QueueEvent event) {
        String result = RESULTS.get(event.getClass());
        if (result != null) {
            results.add(result);
        }
    }

    /** From the last octet until a message was durable, for those that became so. */
    public Latency accepting() {
        return accepting;
    }

    /** Messages accepted from clients. */
    public long messages() {
        return messages.sum();
    }

    /** Reports, and whatever else is made here and queued. */
    public long reports() {
        return reports.sum();
    }

    /** Messages that were answered with 4xx because they could not be made durable. */
    public long failures() {
        return unknown.sum();
    }

    /** Outcomes of attempts, one for each recipient. */
    public Map<String, Long> results() {
        return results.counted();
    }
}
