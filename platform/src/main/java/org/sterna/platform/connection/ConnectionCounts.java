package org.sterna.platform.connection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Connections to one port. Thread-safe. */
public final class ConnectionCounts {
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder taken = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();

    void begun() {
        open.incrementAndGet();
        taken.increment();
    }

    void over() {
        open.decrementAndGet();
    }

    void turnedAway() {
        turnedAway.increment();
    }

    /** Those with a living actor. */
    public int open() {
        return open.get();
    }

    /** Those that got an actor, since the port was opened. */
    public long total() {
        return taken.sum();
    }

    /** Those over a cap, and those of a proxy that is not trusted; behind a trusted proxy one may be among {@link #total} too. */
    public long refused() {
        return turnedAway.sum();
    }
}
