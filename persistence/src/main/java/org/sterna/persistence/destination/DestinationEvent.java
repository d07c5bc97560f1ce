package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;

/** What a destination remembers for ever: few, for what is granted lives for seconds. */
public sealed interface DestinationEvent {
    /**
     * Grants may be alive until then, and no more than so many tokens of the slow rates are granted until then.
     *
     * @param before what was granted of the reserve before this one, as far as this life of the entity knows
     * @param length the longest life of one of these grants
     */
    record GrantsReserved(Instant at, Spent before, Instant until, Duration length, int connects, int messages) implements DestinationEvent { }

    /** No grant lives. @param at when the last one had lapsed; @param last what was granted of the last reserve */
    record GrantsEnded(Instant at, Spent last) implements DestinationEvent { }

    /** Tokens of slow rates. */
    record Spent(int connects, int messages) {
        /** It is not known: all. */
        public static final Spent ALL = new Spent(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** It has been down for long, or is when the entity stops. */
    record DestinationDown(String reason, Instant since, Duration pause, Instant probeAt) implements DestinationEvent { }

    /** It took mail again. */
    record DestinationUp(Instant at) implements DestinationEvent { }

    record DestinationFrozen(String reason, Instant at) implements DestinationEvent { }

    record DestinationThawed(Instant at) implements DestinationEvent { }
}
