package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReadyLinesTest {
    private final ReadyLines ready = new ReadyLines();

    @Test
    void sendersHaveATurnEachAndTheirOwnMailKeepsItsOrder() {
        for (int i = 0; i < 5; i++) {
            add(waiting(i).from("bulk@example.com"));
        }
        add(waiting(10).from("one@example.com"));
        add(waiting(20).from("two@example.com"));
        add(waiting(11).from("one@example.com"));
        assertThat(poll(3)).containsExactly(0, 10, 20);
        add(waiting(30).from("new@example.com"));
        assertThat(poll(9)).containsExactly(1, 11, 30, 2, 3, 4);
    }

    @Test
    void urgenciesHaveTurnsInTheRatioFourTwoOne() {
        for (int i = 0; i < 100; i++) {
            add(waiting(i).priority(4));
            add(waiting(100 + i).priority(0));
            add(waiting(200 + i).priority(-4));
        }
        List<Integer> first = poll(70);
        assertThat(first.stream().filter(each -> each < 100)).hasSize(40);
        assertThat(first.stream().filter(each -> each >= 100 && each < 200)).hasSize(20);
        assertThat(first.stream().filter(each -> each >= 200)).hasSize(10);
        assertThat(poll(999)).hasSize(230);
    }

    @Test
    void destinationsHaveATurnEach() {
        for (int i = 0; i < 3; i++) {
            add(waiting(i).at("one"));
            add(waiting(10 + i).at("two"));
        }
        add(waiting(20).at("three"));
        assertThat(poll(9)).containsExactly(0, 10, 20, 1, 11, 2, 12);
    }

    @Test
    void whatIsRefusedIsNotAskedAgainBeforeItIsOpened() {
        add(waiting(1));
        assertThat(ready.poll(destination -> false)).isEmpty();
        add(waiting(2).from("other@example.com"));
        assertThat(poll(9)).isEmpty();
        ready.opened("elsewhere.example");
        assertThat(poll(9)).isEmpty();
        ready.opened("example.org");
        assertThat(poll(9)).containsExactly(1, 2);
        ready.opened("example.org");
        assertThat(poll(9)).isEmpty();
    }

    /** Whatever is added, removed and taken: nothing is lost, nothing comes twice, and each sender's order is kept. */
    @Property
    void isASetOfQueues(@ForAll @Size(max = 120) List<@IntRange(max = 99_999) Integer> steps) {
        ReadyLines lines = new ReadyLines();
        Map<Integer, Line> in = new HashMap<>();
        Map<String, List<Integer>> queues = new HashMap<>();
        int number = 0;
        for (int step : steps) {
            if (step % 4 == 0 && !in.isEmpty()) {
                int victim = new ArrayList<>(in.keySet()).get(step % in.size());
                Line line = in.remove(victim);
                lines.remove(line);
                lines.remove(line);
                assertThat(ReadyLines.has(line)).isFalse();
                queues.get(queue(line)).remove((Integer) victim);
            } else if (step % 7 == 0) {
                Optional<Line> line = lines.poll(destination -> true);
                assertThat(line.isPresent()).isEqualTo(!in.isEmpty());
                line.ifPresent(each -> taken(each, in, queues));
            } else {
                Line line = Line.of(waiting(number).from("s" + step % 3).at("d" + step % 2).priority(step % 5 - 2).message());
                lines.add(line);
                in.put(number, line);
                queues.computeIfAbsent(queue(line), unused -> new ArrayList<>()).add(number++);
            }
        }
        Set<Integer> rest = new HashSet<>(in.keySet());
        for (int i = 0; i < rest.size(); i++) {
            taken(lines.poll(destination -> true).orElseThrow(), in, queues);
        }
        assertThat(in).isEmpty();
        assertThat(lines.poll(destination -> true)).isEmpty();
    }

    private static void taken(Line line, Map<Integer, Line> in, Map<String, List<Integer>> queues) {
        int message = line.id().message();
        assertThat(in.remove(message)).isSameAs(line);
        assertThat(queues.get(queue(line)).remove(0)).isEqualTo(message);
    }

    private static String queue(Line line) {
        return line.destination() + " " + line.urgency() + " " + line.toMessage().reversePath();
    }

    private void add(WaitingMessages message) {
        ready.add(Line.of(message.message()));
    }

    private List<Integer> poll(int most) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            ready.poll(destination -> true).ifPresent(line -> taken.add(line.id().message()));
        }
        return taken;
    }
}
