package org.sterna.platform.sweeping;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Lets so many steps a second through, one behind the other: what is in arrears is not made up for. Belongs to one round. */
final class Pace {
    /** Steps may come this much too early, so that there is not a timer for each of them. */
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long stepNanos;
    private final Function<Long, Executor> later;
    private long next;

    /** @param later an executor that runs a task after so many nanoseconds */
    Pace(int rate, Function<Long, Executor> later) {
        stepNanos = Math.max(1, TimeUnit.SECONDS.toNanos(1) / rate);
        this.later = later;
        next = System.nanoTime();
    }

    /** Pauses on the JVM's timer; then on a thread of its own pool. */
    static Pace of(int rate) {
        return new Pace(rate, nanos -> CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
    }

    /** Completes when the next step may be made. */
    synchronized CompletionStage<Void> step() {
        long now = System.nanoTime();
        next = Math.max(next, now) + stepNanos;
        long wait = next - now;
        return wait <= SLACK_NANOS ? CompletableFuture.completedFuture(null) : CompletableFuture.runAsync(() -> { }, later.apply(wait));
    }
}
