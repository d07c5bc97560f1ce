package org.sterna.platform.node;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, so that no test sleeps for a time that is too long on one machine and too short on another. */
public final class Await {
    private static final Duration ROUND = Duration.ofMillis(20);

    private Await() {
    }

    /** Fails with this description if the condition does not become true in time. */
    public static void until(String description, Duration time, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("after " + time.toSeconds() + " s still not: " + description);
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }
}
