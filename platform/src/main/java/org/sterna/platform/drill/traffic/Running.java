package org.sterna.platform.drill.traffic;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the clients go on. Any thread may use it. */
final class Running {
    private final CountDownLatch end = new CountDownLatch(1);

    boolean goesOn() {
        return end.getCount() > 0 && !Thread.currentThread().isInterrupted();
    }

    /** Waits, unless the end comes before. */
    void pause(Duration time) {
        try {
            end.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        end.countDown();
    }
}
