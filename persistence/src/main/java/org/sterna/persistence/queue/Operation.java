package org.sterna.persistence.queue;

/** What an operator does to waiting messages. */
public sealed interface Operation {
    /** Due now, whatever the state; without effect on what is held. */
    record Retry() implements Operation { }

    /** Neither tried nor given up until it is released. */
    record Hold() implements Operation { }

    /** Ends a hold; without effect on anything else. */
    record Release() implements Operation { }

    /**
     * Gives up: the open recipients fail and the sender is told as usual.
     *
     * @param reason for the report
     */
    record Bounce(String reason) implements Operation { }

    /** Gives up, and nobody is told. */
    record Remove() implements Operation { }
}
