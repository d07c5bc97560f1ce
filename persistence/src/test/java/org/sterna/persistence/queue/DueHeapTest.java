package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.sterna.persistence.queue.WaitingMessages.NOW;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DueHeapTest {
    @Property
    void theFirstIsTheOneThatWakesNext(@ForAll @Size(max = 200) List<@IntRange(max = 999) Integer> steps) {
        DueHeap heap = new DueHeap();
        List<Line> in = new ArrayList<>();
        for (int step : steps) {
            if (step % 3 == 0 && !in.isEmpty()) {
                Line line = in.remove(step % in.size());
                heap.remove(line);
                heap.remove(line);
                assertThat(line.at).isEqualTo(Line.NOWHERE);
            } else {
                Line line = Line.of(waiting(step).due(NOW.plusSeconds(step)).message());
                heap.add(line);
                in.add(line);
            }
            assertThat(heap.size()).isEqualTo(in.size());
            assertThat(heap.isEmpty()).isEqualTo(in.isEmpty());
            in.stream().min(Comparator.comparingLong(Line::wake)).ifPresent(first -> assertThat(heap.first().wake()).isEqualTo(first.wake()));
        }
        in.sort(Comparator.comparingLong(Line::wake));
        for (Line next : in) {
            assertThat(heap.first().wake()).isEqualTo(next.wake());
            heap.remove(heap.first());
        }
        assertThat(heap.isEmpty()).isTrue();
    }

    @Test
    void anEmptyOneHasNoFirst() {
        assertThatIllegalStateException().isThrownBy(() -> new DueHeap().first());
    }
}
