package org.sterna.platform.drill.audit;

import java.time.Duration;
import java.util.Arrays;

/** When something that is asked again and again has answered, so that the longest silence of any span of time is known. Any thread may use it. */
public final class Silence {
    private long[] answers = new long[256];
    private int count;

    /** @param now nanoseconds of a clock that does not go back */
    public synchronized void answered(long now) {
        if (count == answers.length) {
            answers = Arrays.copyOf(answers, 2 * count);
        }
        answers[count++] = now;
    }

    public synchronized int answers() {
        return count;
    }

    /** The longest time without an answer that has a part between the two, counted from {@code from} on; it may last beyond {@code to}. */
    public synchronized Duration longest(long from, long to) {
        long longest = 0;
        long before = from;
        for (int index = 0; index < count && before < to; index++) {
            if (answers[index] > from) {
                longest = Math.max(longest, answers[index] - before);
                before = answers[index];
            }
        }
        return Duration.ofNanos(before < to ? Math.max(longest, to - before) : longest);
    }
}
