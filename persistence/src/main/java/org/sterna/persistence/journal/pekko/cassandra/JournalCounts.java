package org.sterna.persistence.journal.pekko.cassandra;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.sterna.persistence.measure.Latency;
import org.sterna.persistence.measure.NamedCounts;

/** What the journal of one node's entities did since the start. */
public final class JournalCounts {
    /**
     * Of one kind of entity.
     *
     * @param events           written, by their written names
     * @param recoveries       begun: an entity lives, again or for the first time
     * @param failedRecoveries the entity is started again
     * @param failedWrites     the same
     */
    public record OfKind(NamedCounts events, LongAdder recoveries, LongAdder failedRecoveries, LongAdder failedWrites) { }

    private final Map<String, OfKind> kinds = new LinkedHashMap<>();
    private final Latency writes = new Latency();
    private final LongAdder droppedRows = new LongAdder();

    void add(String kind, Set<String> events) {
        kinds.put(kind, new OfKind(new NamedCounts(events), new LongAdder(), new LongAdder(), new LongAdder()));
    }

    OfKind kind(String kind) {
        return kinds.get(kind);
    }

    LongAdder dropped() {
        return droppedRows;
    }

    public Map<String, OfKind> kinds() {
        return Collections.unmodifiableMap(kinds);
    }

    /** From the first attempt until the events may be acknowledged, repetitions and waiting for the lease included. */
    public Latency writes() {
        return writes;
    }

    /** Late rows of former writers that recoveries have passed over. */
    public long droppedRows() {
        return droppedRows.sum();
    }
}
