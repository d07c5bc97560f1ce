package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {                                                        // RFC 5321 section 4.5.4.1
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private final RetrySchedule schedule = new RetrySchedule(Duration.ofMinutes(1), Duration.ofHours(2), 2, Duration.ofDays(5), 0.5);

    @Test
    void pausesGrowToTheLongest() {
        assertThat(schedule.next(NOW, 1, 0)).isEqualTo(NOW.plusSeconds(60));
        assertThat(schedule.next(NOW, 3, 0)).isEqualTo(NOW.plusSeconds(240));
        assertThat(schedule.next(NOW, 8, 0)).isEqualTo(NOW.plusSeconds(7200));
        assertThat(schedule.next(NOW, Integer.MAX_VALUE, 0)).isEqualTo(NOW.plusSeconds(7200));
        assertThat(schedule.next(NOW, 1, 1)).isEqualTo(NOW.plusSeconds(30));
    }

    @Property
    void pausesAreNeitherNegativeNorTooLong(@ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(max = 1) double random) {
        assertThat(schedule.next(NOW, failures, random)).isAfter(NOW).isBeforeOrEqualTo(NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void lifetimeEnds() {
        assertThat(schedule.expired(NOW, NOW.plus(Duration.ofDays(5)).minusMillis(1))).isFalse();
        assertThat(schedule.expired(NOW, NOW.plus(Duration.ofDays(5)))).isTrue();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(Duration.ZERO, Duration.ofHours(1), 2, Duration.ofDays(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(Duration.ofMinutes(1), Duration.ofHours(1), 0.5, Duration.ofDays(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(Duration.ofMinutes(1), Duration.ofHours(1), 2, Duration.ofDays(1), 1.5));
    }
}
