package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

class SliceTest {
    @Property
    void isAMapInTheOrderOfDueTimes(@ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> steps) {
        Slice slice = new Slice();
        Map<QueueId, Instant> model = new HashMap<>();
        for (int step : steps) {
            QueueId id = id(step % 10);
            if (step % 4 == 0) {
                slice.apply(new SliceEvent.MessageLeft(id));
                model.remove(id);
            } else {
                slice.apply(new SliceEvent.MessageWaits(id, Instant.ofEpochSecond(step / 10), "r" + step));
                model.put(id, Instant.ofEpochSecond(step / 10));
            }
        }
        Slice read = new Slice.Snapshots().read(new Slice.Snapshots().manifest(slice), Map.of());
        for (Slice each : List.of(slice, slice.copy(), read)) {
            assertThat(each.size()).isEqualTo(model.size());
            assertThat(each.lines().keySet()).isEqualTo(model.keySet());
            assertThat(each.lines()).isEqualTo(slice.lines());
            assertThat(each.nextDue()).isEqualTo(model.values().stream().min(Comparator.naturalOrder()));
            Instant now = Instant.ofEpochSecond(50);
            List<QueueId> due = each.due(now, 1000);
            assertThat(due).containsExactlyInAnyOrderElementsOf(model.entrySet().stream().filter(line -> !line.getValue().isAfter(now))
                    .map(Map.Entry::getKey).toList());
            assertThat(due).isSortedAccordingTo(Comparator.comparing((QueueId id) -> model.get(id)).thenComparing(Comparator.naturalOrder()));
            assertThat(each.due(now, 2)).isEqualTo(due.subList(0, Math.min(2, due.size())));
        }
    }

    @Test
    void copyDoesNotFollow() {
        Slice slice = new Slice();
        slice.apply(new SliceEvent.MessageWaits(id(1), Instant.EPOCH, "x".repeat(300)));
        Slice copy = slice.copy();
        slice.apply(new SliceEvent.MessageLeft(id(1)));
        assertThat(copy.holds(id(1))).isTrue();
        assertThat(copy.lines().get(id(1)).reason()).hasSize(200);
        assertThat(slice.holds(id(1))).isFalse();
        assertThat(slice.nextDue()).isEmpty();
    }

    private static QueueId id(int message) {
        return new QueueId(new Incarnation("a"), 0, message);
    }
}
