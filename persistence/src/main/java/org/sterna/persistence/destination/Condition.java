package org.sterna.persistence.destination;

import java.time.Instant;

/** How a destination stands. */
public sealed interface Condition {
    /** It is used as its limits allow. */
    record Open() implements Condition { }

    /** No host takes mail. @param probeAt when the next one tries whether it is back */
    record Down(String reason, Instant since, Instant probeAt) implements Condition { }

    /** By an operator. */
    record Frozen(String reason, Instant since) implements Condition { }
}
