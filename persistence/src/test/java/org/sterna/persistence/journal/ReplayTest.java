package org.sterna.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;

class ReplayTest {
    @Test
    void emptyJournalBeginsWithEpochOne() {
        Replay replay = replay();
        assertThat(replay.accepted()).isEmpty();
        assertThat(replay.nextEpoch()).isEqualTo(1);
        assertThat(replay.last()).isEmpty();
        assertThat(replay.lastWriter()).isEmpty();
        assertThat(replay.highest()).isZero();
    }

    @Test
    void epochsThatRiseAreOneJournal() {
        Replay replay = replay(row(1, 1, "a"), row(2, 1, "a"), row(3, 2, "b"), row(4, 5, "a"));
        assertThat(replay.accepted()).extracting(JournalRow::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(replay.dropped()).isEmpty();
        assertThat(replay.nextEpoch()).isEqualTo(6);
        assertThat(replay.lastWriter()).contains(new Incarnation("a"));
    }

    @Test
    void lateRowBesideTheOwnersLoses() {
        Replay replay = replay(row(1, 1, "a"), row(2, 1, "a"), row(2, 2, "b"), row(3, 2, "b"));
        assertThat(replay.accepted()).containsExactly(row(1, 1, "a"), row(2, 2, "b"), row(3, 2, "b"));
        assertThat(replay.dropped()).containsExactly(row(2, 1, "a"));
    }

    @Test
    void lateRowsBehindTheOwnersAreDropped() {
        Replay replay = replay(row(1, 1, "a"), row(2, 2, "b"), row(3, 1, "a"), row(4, 1, "a"));
        assertThat(replay.accepted()).containsExactly(row(1, 1, "a"), row(2, 2, "b"));
        assertThat(replay.dropped()).containsExactly(row(3, 1, "a"), row(4, 1, "a"));
        assertThat(replay.highest()).isEqualTo(4);
        assertThat(replay.last()).contains(row(2, 2, "b"));
        assertThat(replay.nextEpoch()).isEqualTo(3);
    }

    @Test
    void lateRowsOfTwoStaleWritersAreDropped() {
        Replay replay = replay(row(1, 3, "c"), row(2, 1, "a"), row(2, 2, "b"), row(2, 3, "c"), row(3, 2, "b"));
        assertThat(replay.accepted()).containsExactly(row(1, 3, "c"), row(2, 3, "c"));
        assertThat(replay.dropped()).hasSize(3);
    }

    @Test
    void repeatedWriteIsOneRow() {
        Replay replay = replay(row(1, 1, "a"), row(1, 1, "a"), row(2, 1, "a"));
        assertThat(replay.accepted()).containsExactly(row(1, 1, "a"), row(2, 1, "a"));
        assertThat(replay.dropped()).isEmpty();
    }

    @Test
    void equalEpochsAtOneNumberFail() {
        assertThatThrownBy(() -> replay(row(1, 1, "a"), row(1, 1, "b"))).isInstanceOf(JournalFaultException.class)
                .hasMessageContaining("mailbox|x").hasMessageContaining("epoch 1 was written by two incarnations, a (event 1) and b (event 1)");
    }

    @Test
    void equalEpochsAtDifferentNumbersFail() {
        assertThatThrownBy(() -> replay(row(1, 1, "a"), row(2, 1, "b"))).isInstanceOf(JournalFaultException.class)
                .hasMessageContaining("a (event 1) and b (event 2)");
    }

    @Test
    void gapFails() {
        assertThatThrownBy(() -> replay(row(1, 1, "a"), row(3, 1, "a"))).isInstanceOf(JournalFaultException.class)
                .hasMessageContaining("event 2 is missing, but event 3 is there");
    }

    @Test
    void lostBeginningFails() {
        assertThatThrownBy(() -> replay(row(2, 1, "a"))).isInstanceOf(JournalFaultException.class).hasMessageContaining("event 1 is missing");
        Replay fromSnapshot = new Replay("mailbox|x", 400);
        fromSnapshot.add(row(402, 1, "a"));
        assertThatThrownBy(fromSnapshot::end).isInstanceOf(JournalFaultException.class).hasMessageContaining("event 400 is missing");
    }

    @Test
    void gapThatOnlyALateRowLeavesIsNone() {
        Replay replay = replay(row(1, 2, "b"), row(3, 1, "a"));
        assertThat(replay.accepted()).containsExactly(row(1, 2, "b"));
    }

    /** Whatever stale writers leave behind, a replay is what the owners wrote. */
    @Property
    void staleRowsNeverChangeAReplay(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 2) Integer> takeovers,
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 60) Integer> lateNumbers, @ForAll @IntRange(max = 1000) int seed) {
        List<JournalRow> owned = new ArrayList<>();
        long epoch = 1;
        for (int i = 0; i < takeovers.size(); i++) {
            epoch += takeovers.get(i) == 0 ? 1 : 0;
            owned.add(row(i + 1, epoch, "n" + epoch));
        }
        List<JournalRow> all = new ArrayList<>(owned);
        for (int number : lateNumbers) {
            long before = number > owned.size() ? owned.get(owned.size() - 1).epoch() : owned.get(number - 1).epoch();
            long late = before - 1 - (seed + number) % 3;
            if (late < 1) {
                continue;
            }
            JournalRow row = row(number, late, "n" + late);
            if (owned.stream().noneMatch(each -> each.epoch() == late && each.number() >= number) && !all.contains(row)) {
                all.add(row);
            }
        }
        all.sort(Comparator.comparingLong(JournalRow::number).thenComparingLong(JournalRow::epoch));
        Replay replay = replay(all.toArray(JournalRow[]::new));
        assertThat(replay.accepted()).isEqualTo(owned);
        assertThat(replay.dropped()).hasSize(all.size() - owned.size());
    }

    private static JournalRow row(long number, long epoch, String incarnation) {
        return new JournalRow(number, epoch, new Incarnation(incarnation), ByteBuffer.wrap(new byte[] {(byte) number}));
    }

    private static Replay replay(JournalRow... rows) {
        Replay replay = new Replay("mailbox|x", 1);
        for (JournalRow row : rows) {
            replay.add(row);
        }
        return replay.end();
    }
}
