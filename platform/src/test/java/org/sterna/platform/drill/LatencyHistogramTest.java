package org.sterna.platform.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Test
    void percentilesAreAtMostThreePercentHigh() {
        LatencyHistogram histogram = new LatencyHistogram();
        Random random = new Random(1);
        long[] nanos = random.longs(10_000).map(any -> (long) Math.exp(10 + 15 * random.nextDouble())).toArray();
        Arrays.stream(nanos).forEach(histogram::record);
        Arrays.sort(nanos);
        for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
            long exact = nanos[(int) Math.ceil(nanos.length * percent / 100) - 1];
            assertThat(histogram.percentile(percent).toNanos()).isBetween(exact, (long) (exact * 1.033) + 1000);
        }
        assertThat(histogram.count()).isEqualTo(10_000);
        assertThat(histogram.max().toNanos()).isCloseTo(nanos[nanos.length - 1], within(0L));
    }

    @Test
    void emptyIsZeroAndExtremesFit() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.percentile(50)).isEqualTo(Duration.ZERO);
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.count()).isEqualTo(2);
        assertThat(histogram.percentile(1)).isLessThanOrEqualTo(Duration.ofNanos(1000));
    }
}
