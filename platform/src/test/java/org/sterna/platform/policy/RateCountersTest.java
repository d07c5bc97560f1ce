package org.sterna.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateCountersTest {
    private static final long MINUTE = 60_000;
    private static final long START = 1_000_000 * MINUTE;

    private final RateCounters<String> counters = counters(160);

    @Test
    void countsEachKeyAndThingForItself() {
        counters.add("a", Counted.MESSAGES, START);
        counters.add("a", Counted.MESSAGES, START);
        counters.add("a", Counted.RECIPIENTS, START);
        counters.add("b", Counted.MESSAGES, START);
        assertThat(counters.count("a", Counted.MESSAGES, START)).isEqualTo(2);
        assertThat(counters.count("a", Counted.RECIPIENTS, START)).isEqualTo(1);
        assertThat(counters.count("b", Counted.MESSAGES, START)).isEqualTo(1);
        assertThat(counters.count("c", Counted.MESSAGES, START)).isZero();
        assertThat(counters.size()).as("asking makes no key").isEqualTo(2);
    }

    @Test
    void theWindowSlides() {
        for (int times = 0; times < 100; times++) {
            counters.add("a", Counted.MESSAGES, START);
        }
        assertThat(counters.count("a", Counted.MESSAGES, START + MINUTE - 1)).isEqualTo(100);
        assertThat(counters.count("a", Counted.MESSAGES, START + MINUTE + MINUTE / 4)).isEqualTo(75);
        assertThat(counters.count("a", Counted.MESSAGES, START + 2 * MINUTE - 1)).as("rounded up").isEqualTo(1);
        assertThat(counters.count("a", Counted.MESSAGES, START + 2 * MINUTE)).isZero();
    }

    @Test
    void intervalsAreTheirOwn() {
        counters.add("a", Counted.MESSAGES, START);
        counters.add("a", Counted.FAILED_LOGINS, START);
        assertThat(counters.count("a", Counted.MESSAGES, START + 3 * MINUTE)).isZero();
        assertThat(counters.count("a", Counted.FAILED_LOGINS, START + 3 * MINUTE)).isEqualTo(1);
    }

    @Test
    void aClockSetBackChangesNothing() {
        counters.add("a", Counted.MESSAGES, START);
        assertThat(counters.count("a", Counted.MESSAGES, START - 10 * MINUTE)).isEqualTo(1);
        counters.add("a", Counted.MESSAGES, START - 10 * MINUTE);
        assertThat(counters.count("a", Counted.MESSAGES, START)).isEqualTo(2);
    }

    @Test
    void keysAreBoundedAndTheIdleGoFirst() {
        for (int number = 0; number < 100_000; number++) {
            counters.add("busy", Counted.MESSAGES, START);
            counters.add("key " + number, Counted.MESSAGES, START);
        }
        assertThat(counters.size()).isLessThanOrEqualTo(160);
        assertThat(counters.count("busy", Counted.MESSAGES, START)).isEqualTo(100_000);
        assertThat(counters.count("key 0", Counted.MESSAGES, START)).isZero();
    }

    @Test
    void idleKeysMakeRoomBeforeTheBound() {
        RateCounters<Integer> many = counters(1_000_000);
        for (int number = 0; number < 1000; number++) {
            many.add(number, Counted.MESSAGES, START);
        }
        assertThat(many.size()).isEqualTo(1000);
        for (int number = 1000; number < 2000; number++) {
            many.add(number, Counted.MESSAGES, START + 24 * 60 * MINUTE);
        }
        assertThat(many.size()).isEqualTo(1000);
    }

    /** At most what there is in the last two windows, and never less than what is in the current one. */
    @Property
    void staysBetweenTheCurrentAndBothWindows(@ForAll @Size(max = 60) List<@IntRange(max = 40_000) Integer> gaps) {
        RateCounters<String> fresh = counters(16);
        Deque<Long> times = new ArrayDeque<>();
        long now = START;
        for (int gap : gaps) {
            now += gap;
            fresh.add("a", Counted.MESSAGES, now);
            times.add(now);
            long end = now;
            long current = times.stream().filter(time -> time / MINUTE == end / MINUTE).count();
            long both = times.stream().filter(time -> time / MINUTE >= end / MINUTE - 1).count();
            assertThat(fresh.count("a", Counted.MESSAGES, now)).isBetween(current, both);
        }
    }

    private static <K> RateCounters<K> counters(int maxKeys) {
        return new RateCounters<>(maxKeys, new long[] {MINUTE, MINUTE, MINUTE, 10 * MINUTE, MINUTE});
    }
}
