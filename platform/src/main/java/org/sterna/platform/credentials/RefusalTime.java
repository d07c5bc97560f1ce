package org.sterna.platform.credentials;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * How long the refusal of a password takes at least, counted from the moment a thread began to look at it: long enough for the dearest hash
 * that was met and one of today's cost behind it, so that the time does not tell what is stored, or whether anything is. Hashes are measured
 * in the processor's time, which a busy machine does not stretch. Thread-safe.
 */
final class RefusalTime {
    /** In hashes of today's cost: before any other was met, this leaves room for the usual ones of other programs. */
    private static final int FIRST_GUESS = 4;
    /** For what else the work does, and for a processor that is shared. */
    private static final int MARGIN = 2;
    static final Duration LONGEST = Duration.ofSeconds(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicLong today = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong dearest = new AtomicLong();

    /** Does the comparison and remembers what it cost. */
    boolean measured(boolean ofTodaysCost, BooleanSupplier comparison) {
        long begun = spent();
        boolean right = comparison.getAsBoolean();
        note(ofTodaysCost, Duration.ofNanos(spent() - begun));
        return right;
    }

    void note(boolean ofTodaysCost, Duration cost) {
        if (ofTodaysCost) {
            today.accumulateAndGet(cost.toNanos(), Math::min);                  // the first ones are slow, as all new code is
        } else {
            dearest.accumulateAndGet(cost.toNanos(), Math::max);
        }
    }

    private static long spent() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Zero before the first hash was measured. */
    Duration least() {
        long own = today.get() == Long.MAX_VALUE ? 0 : today.get();
        Duration needed = Duration.ofNanos(Math.max(FIRST_GUESS * own, MARGIN * (dearest.get() + own)));
        return needed.compareTo(LONGEST) > 0 ? LONGEST : needed;
    }

    /**
     * The refusal, when it is time for it. No thread waits.
     *
     * @param begun when a thread began to look at the password, by {@link System#nanoTime}
     */
    <T> CompletionStage<T> late(T refusal, long begun) {
        long left = least().toNanos() - (System.nanoTime() - begun);
        return left <= 0 ? CompletableFuture.completedFuture(refusal)
                : CompletableFuture.supplyAsync(() -> refusal, CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS));
    }
}
