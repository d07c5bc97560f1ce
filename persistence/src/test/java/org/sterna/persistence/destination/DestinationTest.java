package org.sterna.persistence.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.destination.DestinationEvent.DestinationDown;
import org.sterna.persistence.destination.DestinationEvent.DestinationFrozen;
import org.sterna.persistence.destination.DestinationEvent.DestinationThawed;
import org.sterna.persistence.destination.DestinationEvent.GrantsEnded;
import org.sterna.persistence.destination.DestinationEvent.GrantsReserved;
import org.sterna.persistence.destination.DestinationEvent.Spent;

class DestinationTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Duration GRANT = Duration.ofSeconds(5);

    private static GrantsReserved reserved(Instant at, Spent before, int messages) {
        return new GrantsReserved(at, before, at.plusSeconds(300), GRANT, 0, messages);
    }

    private static Destination after(DestinationEvent... events) {
        Destination destination = Destination.EMPTY;
        for (DestinationEvent event : events) {
            destination = destination.evolve(event);
        }
        return destination;
    }

    @Test
    void freezingTwiceChangesTheReason() {
        assertThat(Destination.EMPTY.freeze("a", NOW)).containsExactly(new DestinationFrozen("a", NOW));
        Destination frozen = after(new DestinationFrozen("a", NOW));
        assertThat(frozen.freeze("a", NOW)).isEmpty();
        assertThat(frozen.freeze("b", NOW)).containsExactly(new DestinationFrozen("b", NOW));
        assertThat(frozen.thaw(NOW)).containsExactly(new DestinationThawed(NOW));
        assertThat(after(new DestinationFrozen("a", NOW), new DestinationThawed(NOW)).thaw(NOW)).isEmpty();
    }

    @Test
    void aReserveEndsWithTheNextAndIsKnownToBeLess() {
        Destination destination = after(reserved(NOW, Spent.ALL, 100), reserved(NOW.plusSeconds(60), new Spent(0, 40), 50));
        assertThat(destination.reserves()).containsExactly(new Destination.Reserve(NOW.plusSeconds(65), 0, 40),
                new Destination.Reserve(NOW.plusSeconds(360), 0, 50));
        assertThat(destination.grantsUntil()).contains(NOW.plusSeconds(360));
    }

    @Test
    void endedGrantsEndTheReserve() {
        assertThat(after(reserved(NOW, Spent.ALL, 100), new GrantsEnded(NOW.plusSeconds(10), new Spent(0, 7))).reserves())
                .containsExactly(new Destination.Reserve(NOW.plusSeconds(10), 0, 7));
    }

    @Test
    void reservesThatNoRateCountsAreForgotten() {
        assertThat(after(reserved(NOW, Spent.ALL, 100), reserved(NOW.plus(Duration.ofDays(2)), Spent.ALL, 1)).reserves()).hasSize(1);
    }

    @Test
    void aSnapshotHoldsEverything() {
        Destination all = after(reserved(NOW, Spent.ALL, 100), reserved(NOW.plusSeconds(400), Spent.ALL, 10), new DestinationFrozen("\u00fcber", NOW),
                new DestinationDown("refused", NOW, Duration.ofMinutes(4), NOW.plusSeconds(9)));
        DestinationCodec codec = new DestinationCodec();
        assertThat(codec.read(codec.manifest(all), Map.of())).isEqualTo(all);
        assertThat(codec.read(codec.manifest(Destination.EMPTY), Map.of())).isEqualTo(Destination.EMPTY);
        assertThatThrownBy(() -> codec.read(new byte[] {9}, Map.of())).isInstanceOf(UnreadableRecordException.class).hasMessageContaining("format 9");
    }

    @Test
    void frozenNamesAreASet() {
        FrozenNamesEvent add = new FrozenNamesEvent.NameAdded("destination example.com");
        FrozenNames one = FrozenNames.EMPTY.evolve(add);
        assertThat(FrozenNames.EMPTY.decide(add)).containsExactly(add);
        assertThat(one.decide(add)).isEmpty();
        FrozenNamesEvent remove = new FrozenNamesEvent.NameRemoved("destination example.com");
        assertThat(one.decide(remove)).containsExactly(remove);
        assertThat(one.evolve(remove)).isEqualTo(new FrozenNames(new TreeSet<>(List.of())));
    }
}
