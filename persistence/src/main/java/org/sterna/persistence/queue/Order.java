package org.sterna.persistence.queue;

import java.util.Optional;

/** What a waiting message is started for. */
public sealed interface Order {
    /**
     * It is due: what is due of it is tried.
     *
     * @param place the destination of which the slice has taken a place for it ({@link Departures}); whoever gets this gives it back
     */
    record Attempt(Optional<String> place) implements Order { }

    /** Nothing is sent: reports that are due, the end of its lifetime, and the writing anew of what the intake would forget. */
    record Look() implements Order { }

    /** Of a held message: only what the intake would forget is written anew. */
    record Renew() implements Order { }

    /**
     * An operator gives it up: its open recipients fail, and the sender is told as usual.
     *
     * @param reason for the report
     */
    record Bounce(String reason) implements Order { }

    /** An operator removes it: nobody is told. */
    record Remove() implements Order { }

    /** An operator holds it: for a message that is being tried for the first time; one that waits is held by its slice. */
    record Hold() implements Order { }
}
