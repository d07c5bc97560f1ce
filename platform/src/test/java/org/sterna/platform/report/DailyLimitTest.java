package org.sterna.platform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sterna.platform.SteppedClock;

class DailyLimitTest {
    private final SteppedClock clock = new SteppedClock();
    private final DailyLimit limit = new DailyLimit(2, 1000, clock);

    @Test
    void eachNameHasSoMany() {
        assertThat(limit.take("example.net")).isTrue();
        assertThat(limit.take("example.net")).isTrue();
        assertThat(limit.take("example.net")).isFalse();
        assertThat(limit.take("example.com")).isTrue();
    }

    @Test
    void theNextDayBeginsAnew() {
        limit.take("example.net");
        limit.take("example.net");
        clock.step(Duration.ofHours(24).minusSeconds(1));
        assertThat(limit.take("example.net")).isFalse();
        clock.step(Duration.ofSeconds(1));
        assertThat(limit.take("example.net")).isTrue();
    }

    @Test
    void namesAreNotRememberedWithoutEnd() {
        assertThat(IntStream.range(0, 5000).filter(i -> limit.take("d" + i + ".example")).count()).isEqualTo(1000);
        assertThat(limit.take("d0.example")).isTrue();
        clock.step(Duration.ofDays(1));
        assertThat(limit.take("d4999.example")).isTrue();
    }
}
