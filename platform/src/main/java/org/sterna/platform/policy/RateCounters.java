package org.sterna.platform.policy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How often something happened for each of many keys, in a time that slides along. Each count has two windows of the length of its
 * interval: of the previous one that part counts which still overlaps the interval that ends now, as if what happened in it had been
 * spread evenly. So a count takes three numbers, whatever its limit, and is exact when things happen evenly.
 *
 * <p>Bounded: a new key takes the place of the one that was not used for longest, and keys that have been idle for two intervals make
 * room as others come. Thread-safe; keys are spread over stripes, each with a lock of its own.
 */
final class RateCounters<K> {
    private static final int STRIPES = 16;
    /** In an array of a key, for each counted thing: the number of the window since 1970, the count in it, that in the one before. */
    private static final int WIDTH = 3;

    private final long[] intervals;
    private final long idleMillis;
    private final List<Stripe<K>> stripes;

    private static final class Stripe<K> {
        private final Map<K, long[]> counts = new LinkedHashMap<>(16, 0.75f, true);
    }

    private final int maxKeysOfStripe;

    /**
     * @param maxKeys   at least 1; rounded up to a multiple of the stripes
     * @param intervals in milliseconds, of each {@link Counted} by its ordinal
     */
    RateCounters(int maxKeys, long[] intervals) {
        this.intervals = intervals.clone();
        this.idleMillis = 2 * Arrays.stream(intervals).max().orElseThrow();
        this.maxKeysOfStripe = (maxKeys + STRIPES - 1) / STRIPES;
        this.stripes = IntStream.range(0, STRIPES).mapToObj(number -> new Stripe<K>()).toList();
    }

    /** @param now milliseconds since 1970 */
    void add(K key, Counted what, long now) {
        Stripe<K> stripe = stripe(key);
        synchronized (stripe) {
            long[] counts = stripe.counts.get(key);
            if (counts == null) {
                makeRoom(stripe.counts, now);
                counts = new long[WIDTH * intervals.length + 1];
                stripe.counts.put(key, counts);
            }
            counts[counts.length - 1] = now;
            int at = slide(counts, what, now);
            counts[at + 1]++;
        }
    }

    /**
     * How often it happened in the interval that ends now, rounded up.
     *
     * @param now milliseconds since 1970
     */
    long count(K key, Counted what, long now) {
        Stripe<K> stripe = stripe(key);
        synchronized (stripe) {
            long[] counts = stripe.counts.get(key);
            if (counts == null) {
                return 0;
            }
            int at = slide(counts, what, now);
            long interval = intervals[what.ordinal()];
            long left = interval - Math.max(0, now - counts[at] * interval);
            return counts[at + 1] + (counts[at + 2] * left + interval - 1) / interval;
        }
    }

    /** Keys that are counted now. */
    int size() {
        int size = 0;
        for (Stripe<K> stripe : stripes) {
            synchronized (stripe) {
                size += stripe.counts.size();
            }
        }
        return size;
    }

    private Stripe<K> stripe(K key) {
        int hash = key.hashCode();
        return stripes.get((hash ^ hash >>> 16) & STRIPES - 1);
    }

    /** Brings the windows of one thing up to now; a clock that was set back changes nothing. */
    private int slide(long[] counts, Counted what, long now) {
        int at = WIDTH * what.ordinal();
        long window = now / intervals[what.ordinal()];
        if (window > counts[at]) {
            counts[at + 2] = window == counts[at] + 1 ? counts[at + 1] : 0;
            counts[at + 1] = 0;
            counts[at] = window;
        }
        return at;
    }

    private void makeRoom(Map<K, long[]> counts, long now) {
        Iterator<long[]> eldest = counts.values().iterator();
        for (int looked = 0; looked < 2 && eldest.hasNext(); looked++) {
            long[] candidate = eldest.next();
            if (counts.size() >= maxKeysOfStripe || now - candidate[candidate.length - 1] >= idleMillis) {
                eldest.remove();
            }
        }
    }
}
