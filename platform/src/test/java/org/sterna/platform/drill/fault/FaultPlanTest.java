package org.sterna.platform.drill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(faults(7, EnumSet.allOf(FaultKind.class))).isEqualTo(faults(7, EnumSet.allOf(FaultKind.class)))
                .isNotEqualTo(faults(8, EnumSet.allOf(FaultKind.class)));
    }

    @Test
    void allKindsComeAndHitEverybody() {
        List<Fault> faults = faults(1, EnumSet.allOf(FaultKind.class));
        assertThat(faults.stream().map(Fault::kind).collect(Collectors.toSet())).containsExactlyInAnyOrder(FaultKind.values());
        for (FaultKind kind : FaultKind.values()) {
            assertThat(faults.stream().filter(fault -> fault.kind() == kind).map(Fault::index).collect(Collectors.toSet())).as(kind.word()).contains(0, 1, 2);
        }
        assertThat(faults.stream().filter(fault -> fault.kind() == FaultKind.PARTITION).map(Fault::way).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Fault.Way.values());
    }

    @Test
    void onlyWhatWasAskedForComes() {
        assertThat(faults(1, Set.of(FaultKind.NODE))).allSatisfy(fault -> {
            assertThat(fault.kind()).isEqualTo(FaultKind.NODE);
            assertThat(fault.target()).isEqualTo(Fault.Target.NODE);
            assertThat(fault.length()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
        });
    }

    @Test
    void aPartitionOfOneNodeIsRefused() {
        assertThatThrownBy(() -> new FaultPlan(1, Set.of(FaultKind.PARTITION), 1, 3, Optional.empty())).hasMessageContaining("at least two nodes");
    }

    @Test
    void twoOfTwoNodesAreNotKilled() {
        assertThatThrownBy(() -> new FaultPlan(1, Set.of(FaultKind.NODES), 2, 3, Optional.empty())).hasMessageContaining("a third one");
    }

    @Test
    void allLastAsLongAsIsAskedFor() {
        Duration minute = Duration.ofMinutes(1);
        FaultPlan plan = new FaultPlan(1, EnumSet.allOf(FaultKind.class), 3, 3, Optional.of(minute));
        assertThat(IntStream.range(0, 20).mapToObj(number -> plan.next())).allSatisfy(fault -> assertThat(fault.length()).isEqualTo(minute));
        assertThatThrownBy(() -> new FaultPlan(1, Set.of(FaultKind.NODE), 3, 3, Optional.of(Duration.ZERO))).hasMessageContaining("longer than nothing");
    }

    @Test
    void kindsAreReadFromTheCommandLine() {
        assertThat(FaultKind.parse("node,pause")).containsExactly(FaultKind.NODE, FaultKind.PAUSE);
        assertThatThrownBy(() -> FaultKind.parse("node,disk")).hasMessageContaining("\"disk\"").hasMessageContaining("partition");
    }

    private static List<Fault> faults(long seed, Set<FaultKind> kinds) {
        FaultPlan plan = new FaultPlan(seed, kinds, 3, 3, Optional.empty());
        return IntStream.range(0, 200).mapToObj(number -> plan.next()).toList();
    }
}
