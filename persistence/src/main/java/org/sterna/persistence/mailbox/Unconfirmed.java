package org.sterna.persistence.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sterna.persistence.identity.QueueId;

/**
 * Deliveries whose end the queue may not have recorded yet: each is known again when it is repeated. The queue tells of the end once, to an entity that keeps
 * it in memory until its next event, so some ends are never heard of; these deliveries are forgotten when they are {@link #SPAN} old.
 */
public final class Unconfirmed {
    /**
     * So old a delivery is no longer repeated: the queue tries again after {@code sterna.queue.longest-retry}, which is 7 days at most, and for 5 days by
     * default. Time in which the mailbox was not delivered to, because nothing ran, is no age: see {@link #LOOK}. What an operator holds for
     * longer, between a delivery and the record of it, is there twice when it is released, and not lost.
     */
    static final Duration SPAN = Duration.ofDays(10);
    /**
     * From one look to the next, at least. Only those are forgotten which were old at the look before: after an outage of any length a day is left for what
     * was under way when it began.
     */
    static final Duration LOOK = Duration.ofDays(1);

    static final Unconfirmed NONE = new Unconfirmed(OpenDeliveries.NONE, Instant.EPOCH);

    /** @param at when it was saved; to the millisecond, as the journal has it */
    public record Delivery(long uid, Instant at) { }

    private final OpenDeliveries open;
    private final Instant looked;

    private Unconfirmed(OpenDeliveries open, Instant looked) {
        this.open = open;
        this.looked = looked;
    }

    /** @param looked when it was last looked for old ones */
    Unconfirmed(Map<QueueId, Delivery> deliveries, Instant looked) {
        this(OpenDeliveries.of(deliveries), looked);
    }

    /** A copy of all. */
    public Map<QueueId, Delivery> deliveries() {
        return open.toMap();
    }

    /** When it was last looked for old ones. */
    Instant looked() {
        return looked;
    }

    public boolean contains(QueueId id) {
        return open.find(id).isPresent();
    }

    /** The UID that the delivery was given. */
    Optional<Long> find(QueueId id) {
        return open.find(id).map(Delivery::uid);
    }

    /** After a message was added at this time. */
    Unconfirmed with(Optional<QueueId> delivered, long uid, Instant saved, List<QueueId> confirmed) {
        Instant now = saved.truncatedTo(ChronoUnit.MILLIS);
        boolean looks = !open.isEmpty() && !now.isBefore(looked.plus(LOOK));
        if (delivered.isEmpty() && confirmed.isEmpty() && !looks) {
            return this;
        }
        OpenDeliveries left = open;
        for (QueueId id : confirmed) {
            left = left.without(id);
        }
        if (looks) {
            Map<QueueId, Delivery> young = left.toMap();
            young.values().removeIf(each -> each.at().plus(SPAN).isBefore(looked));
            left = OpenDeliveries.of(young);
        }
        return new Unconfirmed(delivered.isPresent() ? left.with(delivered.get(), new Delivery(uid, now)) : left, looks ? now : looked);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unconfirmed that && looked.equals(that.looked) && deliveries().equals(that.deliveries());
    }

    @Override
    public int hashCode() {
        return looked.hashCode();
    }
}
