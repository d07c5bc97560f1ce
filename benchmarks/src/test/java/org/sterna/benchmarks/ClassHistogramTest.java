package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClassHistogramTest {
    private static final String BEFORE = """
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:          2000         160000  [B (java.base@17.0.15)
               2:            10            400  org.example.Session
               3:             5            200  org.example.Session
            Total          2015         160600
            """;

    @Test
    void addsUpAndCompares() {
        ClassHistogram before = ClassHistogram.parse(BEFORE);
        ClassHistogram after = ClassHistogram.parse(BEFORE.replace("160000", "161000").replace(" 400", " 900"));
        assertThat(before.total()).isEqualTo(160600);
        assertThat(before.instances()).containsEntry("org.example.Session", 15L);
        assertThat(after.growth(before, 5)).containsExactly(Map.entry("[B", 1000L), Map.entry("org.example.Session", 500L));
        assertThat(after.growth(before, 1)).hasSize(1);
    }

    @Test
    @Timeout(180)
    void readsARunningJvm() throws IOException {
        ClassHistogram own = ClassHistogram.of(ProcessHandle.current().pid());
        assertThat(own.octets()).containsKey("java.lang.String");
        assertThat(own.total()).isGreaterThan(100_000);
    }
}
