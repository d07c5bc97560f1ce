package org.sterna.platform.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeakTest {

    @Test
    void isTheMostInAnyWindow() {
        long[] times = new Random(5).longs(5_000, 0, 10_000).sorted().toArray();
        Peak peak = new Peak(Duration.ofNanos(1_000));
        Arrays.stream(times).forEach(peak::count);
        long most = Arrays.stream(times).map(start -> Arrays.stream(times).filter(time -> time >= start && time < start + 1_000).count()).max().orElseThrow();
        assertThat(peak.most()).isEqualTo((int) most).isGreaterThan(256);
        peak.reset();
        peak.count(20_000);
        assertThat(peak.most()).isEqualTo(1);
    }
}
