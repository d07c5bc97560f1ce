package org.sterna.platform.drill.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** When the next message is due, at a steady rate that makes up for what was late. Any thread may take one. */
final class Schedule {
    private final long start = System.nanoTime();
    private final double perSecond;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean ended;

    Schedule(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits for it; false when there are no more. */
    boolean awaitNext() {
        long due = start + (long) (taken.getAndIncrement() / perSecond * TimeUnit.SECONDS.toNanos(1));
        for (long left = due - System.nanoTime(); left > 0 && !ended && !Thread.currentThread().isInterrupted(); left = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
        }
        return !ended && !Thread.currentThread().isInterrupted();
    }

    void end() {
        ended = true;
    }
}
