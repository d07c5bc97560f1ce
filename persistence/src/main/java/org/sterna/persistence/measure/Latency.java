package org.sterna.persistence.measure;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, as a histogram of fixed buckets from 250 us to 30 s. Thread-safe. */
public final class Latency {
    private static final double[] BOUNDS = {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    private static final long[] BOUNDS_NANOS = nanos();

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder sum = new LongAdder();

    /**
     * What was counted until now.
     *
     * @param counts one for each of {@link #bounds()}, and one for what took longer than the last; each time is in one of them only
     * @param seconds all times together
     */
    public record Counted(List<Long> counts, double seconds) {
        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    public Latency() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    private static long[] nanos() {
        long[] nanos = new long[BOUNDS.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = Math.round(BOUNDS[i] * TimeUnit.SECONDS.toNanos(1));
        }
        return nanos;
    }

    /** Longest times of the buckets, in seconds, rising; the last bucket, without a bound, is not among them. */
    public static List<Double> bounds() {
        return Arrays.stream(BOUNDS).boxed().toList();
    }

    public void record(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(Math.max(0, nanos));
    }

    /** While others count, buckets and sum may be some events apart. */
    public Counted counted() {
        return new Counted(Arrays.stream(counts).map(LongAdder::sum).toList(), sum.sum() / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
