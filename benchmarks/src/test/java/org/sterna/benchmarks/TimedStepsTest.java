package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.drill.LatencyHistogram;

@Timeout(60)
class TimedStepsTest {
    private final LatencyHistogram times = new LatencyHistogram();

    @Test
    void eachStepIsTakenOnceAndTimed() throws IOException, InterruptedException {
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        long nanos = TimedSteps.run(3, 100, times, (worker, index) -> {
            assertThat(worker).isBetween(0, 2);
            assertThat(taken.add(index)).isTrue();
        });
        assertThat(taken).hasSize(100).contains(0, 99);
        assertThat(times.count()).isEqualTo(100);
        assertThat(nanos).isPositive();
    }

    @Test
    void aFailureIsTold() {
        assertThatIOException().isThrownBy(() -> TimedSteps.run(2, 10, times, (worker, index) -> {
            throw new IOException("step failed");
        })).withMessage("step failed");
    }
}
