package org.sterna.persistence.mailbox.pekko;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Looks at a condition until it holds. */
public final class Await {
    private static final Duration MOST = Duration.ofSeconds(60);

    private Await() { }

    /** Fails when the condition does not hold within a minute. */
    public static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + MOST.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("waited " + MOST.toSeconds() + " s in vain: " + what);
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting: " + what, e);
        }
    }
}
