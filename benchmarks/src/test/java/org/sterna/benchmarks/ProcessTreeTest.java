package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(180)
class ProcessTreeTest {
    private static final Duration MUCH = Duration.ofMillis(200);

    private final long own = ProcessHandle.current().pid();

    private static double burn(Duration time) {
        double sum = 0;
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end;) {
            sum += Math.sqrt(sum + 1);
        }
        return sum;
    }

    @Test
    void ownTimeGrowsWithWork() throws IOException {
        ProcessTree tree = new ProcessTree(List.of(own));
        Duration before = tree.processorTime();
        Duration after = before;
        while (after.minus(before).compareTo(MUCH) < 0) {
            assertThat(burn(Duration.ofMillis(20))).isPositive();
            after = tree.processorTime();
        }
        assertThat(after.minus(before)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void timeOfEndedDescendantsIsCounted() throws Exception {
        ProcessTree tree = new ProcessTree(List.of(own));
        Duration before = tree.processorTime();
        Process child = new ProcessBuilder("sh", "-c", "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; exit 0").start();
        assertThat(child.waitFor()).isZero();
        assertThat(tree.processorTime().minus(before)).isGreaterThan(Duration.ofMillis(20));
    }

    @Test
    void aProcessNamedTwiceIsCountedOnce() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; cat").start();
        try {
            Duration both = new ProcessTree(List.of(own, child.pid())).processorTime();
            Duration after = new ProcessTree(List.of(own)).processorTime();
            assertThat(both).isLessThanOrEqualTo(after);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsNotThereIsAnError() {
        assertThatIOException().isThrownBy(() -> new ProcessTree(List.of(0x7fff_fff0L)).processorTime())
                .withMessageContaining("2147483632");
        assertThatIOException().isThrownBy(() -> ProcessTree.residentOctets(0x7fff_fff0L));
    }

    @Test
    void residentMemoryOfAJvmIsMegabytes() throws IOException {
        assertThat(ProcessTree.residentOctets(own)).isBetween(10L << 20, 1L << 40);
    }

    @Test
    void memoryIsThatOfAllProcesses() throws IOException {
        ProcessTree own = new ProcessTree(List.of(ProcessHandle.current().pid()));
        assertThat(own.count()).isPositive();
        assertThat(own.memoryOctets()).isBetween(10L << 20, 1L << 40);
    }
}
