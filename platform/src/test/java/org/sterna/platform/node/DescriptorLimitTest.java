package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorLimitTest {
    @Test
    void isSilentWhereThereAreEnough() {
        assertThat(DescriptorLimit.complaint(22_000, 20_000)).isEmpty();
        assertThat(DescriptorLimit.complaint(Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"21999, 20000, 19999", "4096, 20000, 2096", "1024, 20000, 0"})
    void saysHowManyConnectionsThereAreEnoughFor(long descriptors, int connections, int possible) {
        assertThat(DescriptorLimit.complaint(descriptors, connections)).hasValueSatisfying(said -> assertThat(said)
                .contains("open " + descriptors + " files", "sterna.limits.max-connections = " + connections).endsWith("at most " + possible));
    }
}
