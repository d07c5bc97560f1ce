package org.sterna.platform.destination;

import java.time.Instant;

/** How a key stands. */
public sealed interface Standing {
    record Open() implements Standing { }

    /** @param probeAt when the next one tries whether it is back */
    record Down(String reason, Instant since, Instant probeAt) implements Standing { }

    /** By an operator. */
    record Frozen(String reason, Instant since) implements Standing { }
}
