package org.sterna.platform.drill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final Silence silence = new Silence();

    @Test
    void isTheLongestTimeBetweenTwoAnswersFromTheBeginningOn() {
        for (int second : new int[] {1, 2, 4, 9, 10, 30}) {
            silence.answered(seconds(second));
        }
        assertThat(silence.longest(seconds(2), seconds(10))).isEqualTo(Duration.ofSeconds(5));
        assertThat(silence.longest(seconds(3), seconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(silence.longest(seconds(9), seconds(12))).isEqualTo(Duration.ofSeconds(20));
        assertThat(silence.answers()).isEqualTo(6);
    }

    @Test
    void lastsToTheEndIfNothingAnswersAnyMore() {
        silence.answered(seconds(1));
        assertThat(silence.longest(seconds(2), seconds(12))).isEqualTo(Duration.ofSeconds(10));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
