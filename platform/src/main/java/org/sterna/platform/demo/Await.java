package org.sterna.platform.demo;

import java.time.Duration;

/** Waits for what must become true. */
final class Await {
    /** A question that may fail. */
    interface Condition {
        boolean holds() throws Exception;
    }

    private Await() { }

    static void until(String what, Duration patience, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException | DemoException e) {
                throw e;
            } catch (Exception e) {
                throw new DemoException("waiting until " + what + ": " + e, e);
            }
            if (System.nanoTime() > end) {
                throw new DemoException("waited " + patience.toSeconds() + " s in vain until " + what);
            }
            Thread.sleep(100);                                  // what it waits for is another process
        }
    }
}
