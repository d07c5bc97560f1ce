package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalTimeTest {
    private final RefusalTime time = new RefusalTime();

    @Test
    void nothingIsKnownBeforeTheFirstHash() {
        assertThat(time.least()).isZero();
        assertThat(time.late("refused", System.nanoTime()).toCompletableFuture()).isCompletedWithValue("refused");
    }

    @Test
    void thereIsRoomForAnotherHashBeforeOneWasMet() {
        time.note(true, Duration.ofMillis(300));
        time.note(true, Duration.ofMillis(20));
        time.note(true, Duration.ofMillis(25));
        assertThat(time.least()).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void theDearestHashThatWasMetAndOneOfTodaysFitIn() {
        time.note(true, Duration.ofMillis(20));
        time.note(false, Duration.ofMillis(250));
        time.note(false, Duration.ofMillis(5));
        assertThat(time.least()).isEqualTo(Duration.ofMillis(540));
        time.note(false, Duration.ofSeconds(60));
        assertThat(time.least()).isEqualTo(RefusalTime.LONGEST);
    }

    @Test
    void aRefusalWaitsForWhatIsLeft() throws Exception {
        time.note(false, Duration.ofMillis(100));
        long begun = System.nanoTime();
        assertThat(time.late("refused", begun).toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo("refused");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(195));
        assertThat(time.late("refused", System.nanoTime() - Duration.ofMillis(200).toNanos()).toCompletableFuture()).isDone();
    }

    @Test
    void whatAComparisonCostsIsMeasured() {
        assertThat(time.measured(true, () -> {
            long sum = 0;
            for (int i = 0; i < 1_000_000; i++) {
                sum += Integer.toString(i).hashCode();
            }
            return sum != 0;
        })).isTrue();
        assertThat(time.least()).isPositive();
    }
}
