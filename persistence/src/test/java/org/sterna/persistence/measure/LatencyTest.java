package org.sterna.persistence.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private final Latency latency = new Latency();

    @Test
    void aTimeIsInTheFirstBucketThatIsLongEnough() {
        List<Double> bounds = Latency.bounds();
        assertThat(bounds).isSorted();
        for (double bound : bounds) {
            latency.record(Math.round(bound * 1e9));
        }
        latency.record(Duration.ofDays(1).toNanos());
        assertThat(latency.counted().counts()).hasSize(bounds.size() + 1).containsOnly(1L);
        assertThat(latency.counted().count()).isEqualTo(bounds.size() + 1);
    }

    @Test
    void timesAreAddedUp() {
        latency.record(Duration.ofMillis(1500).toNanos());
        latency.record(Duration.ofMillis(500).toNanos());
        latency.record(-1);                                      // a clock that went back takes nothing away
        assertThat(latency.counted().seconds()).isCloseTo(2.0, within(1e-9));
        assertThat(latency.counted().count()).isEqualTo(3);
    }

    @Test
    void namesAreCountedOneByOne() {
        NamedCounts counts = new NamedCounts(List.of("never", "often"));
        counts.add("often");
        counts.add("often");
        counts.add("late");
        assertThat(counts.counted()).isEqualTo(Map.of("late", 1L, "never", 0L, "often", 2L));
    }
}
