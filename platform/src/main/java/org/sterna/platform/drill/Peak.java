package org.sterna.platform.drill;

import java.time.Duration;
import java.util.Arrays;

/** The most events in any window of a length, wherever it begins. Not thread-safe. */
final class Peak {

    private static final int SMALLEST = 256;

    private final long window;
    /** Times of the events in the window that ends with the last one: a ring. */
    private long[] times = new long[SMALLEST];
    private int first;
    private int count;
    private int most;

    Peak(Duration window) {
        this.window = window.toNanos();
    }

    /** @param now nanoseconds of a clock that does not go back */
    void count(long now) {
        while (count > 0 && now - times[first] >= window) {
            first = (first + 1) % times.length;
            count--;
        }
        if (count == times.length) {
            grow();
        }
        times[(first + count) % times.length] = now;
        count++;
        most = Math.max(most, count);
    }

    private void grow() {
        long[] larger = Arrays.copyOf(times, 2 * times.length);
        System.arraycopy(times, first, larger, 0, times.length - first);
        System.arraycopy(times, 0, larger, times.length - first, first);
        times = larger;
        first = 0;
    }

    int most() {
        return most;
    }

    void reset() {
        count = 0;
        most = 0;
    }
}
