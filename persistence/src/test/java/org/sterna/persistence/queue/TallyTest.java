package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.persistence.queue.WaitingMessages.NOW;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.queue.WaitingMessage.State;

class TallyTest {
    private final Slice slice = new Slice();

    @Test
    void agesFallIntoTheirBuckets() {
        int number = 0;
        for (int seconds : List.of(-5, 0, 299, 300, 599, 600, 1_280 * 60 - 1, 1_280 * 60, 999_999)) {
            slice.apply(waiting(number++).accepted(NOW.minus(Duration.ofSeconds(seconds))).event());
        }
        Tally tally = Tally.of(slice, Selection.ALL, NOW, 10);
        assertThat(tally.rows()).containsExactly(new Tally.Row("example.org", List.of(3, 2, 1, 0, 0, 0, 0, 0, 1, 2), Map.of(State.DEFERRED, 9)));
        assertThat(tally.rest().count()).isZero();
    }

    @Test
    void theLargestAreToldAndTheRestIsSummedUp() {
        int number = 0;
        for (String destination : List.of("a", "b", "b", "c", "c", "c", "d")) {
            slice.apply(waiting(number++).at(destination).in(destination.equals("c") ? State.HELD : State.READY).event());
        }
        slice.apply(waiting(number).at("c").from("other@example.com").event());
        Tally tally = Tally.of(slice, Selection.ALL.withSender("smith@*"), NOW, 2);
        assertThat(tally.rows()).extracting(Tally.Row::destination).containsExactly("c", "b");
        assertThat(tally.rows()).extracting(Tally.Row::count).containsExactly(3, 2);
        assertThat(tally.rows().get(0).states()).isEqualTo(Map.of(State.HELD, 3));
        assertThat(tally.rest().count()).isEqualTo(2);
        assertThat(tally.rest().states()).isEqualTo(Map.of(State.READY, 2));
        Tally both = tally.plus(tally, 1);
        assertThat(both.rows()).extracting(Tally.Row::count).containsExactly(6);
        assertThat(both.rest().count()).isEqualTo(8);
        assertThat(both.total().count()).isEqualTo(14);
        assertThat(both.total().states()).isEqualTo(Map.of(State.HELD, 6, State.READY, 8));
        assertThat(Tally.EMPTY.plus(tally, 5)).isEqualTo(tally);
    }

    @Test
    void theFirstOfManyAreThoseOfTheWholeOrder() {
        List<Integer> numbers = Arrays.asList(IntStream.range(0, 100).boxed().toArray(Integer[]::new));
        Collections.shuffle(numbers, new Random(7));
        First<Integer> first = new First<>(Comparator.naturalOrder(), 5);
        First<Integer> none = new First<>(Comparator.naturalOrder(), 0);
        numbers.forEach(first::add);
        numbers.forEach(none::add);
        assertThat(first.toList()).containsExactly(0, 1, 2, 3, 4);
        assertThat(first.seen()).isEqualTo(100);
        assertThat(none.toList()).isEmpty();
        assertThat(none.seen()).isEqualTo(100);
    }

    @Test
    void listingsAreInTheirOrder() {
        WaitingMessage one = waiting(1).accepted(NOW).octets(5).from("b@x").to("a@x").at("z").due(NOW.plusSeconds(2)).message();
        WaitingMessage two = waiting(2).accepted(NOW.minusSeconds(1)).octets(9).from("A@x").to("B@x").at("y").due(NOW.plusSeconds(3)).message();
        for (Sort sort : Sort.values()) {
            List<WaitingMessage> sorted = List.of(one, two).stream().sorted(sort.comparator()).toList();
            boolean oneFirst = sort == Sort.DUE || sort == Sort.RECIPIENT;
            assertThat(sorted).as(sort.name()).containsExactly(oneFirst ? one : two, oneFirst ? two : one);
            WaitingMessage same = waiting(3).message();
            assertThat(sort.comparator().compare(same, waiting(4).message())).isNegative();
        }
    }
}
