package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class JobQueueTest {
    private final JobQueue<String> queue = new JobQueue<>();

    private List<String> all() {
        List<String> polled = new ArrayList<>();
        while (queue.size() > 0) {
            polled.add(queue.poll().orElseThrow());
        }
        assertThat(queue.poll()).isEmpty();
        return polled;
    }

    @Test
    void oneOfEachSenderInTurn() {
        IntStream.range(0, 4).forEach(i -> queue.add("bulk@example.org", 0, "bulk" + i));
        queue.add("jones@example.org", 0, "jones");
        queue.add("smith@example.org", 0, "smith");
        assertThat(all()).containsExactly("bulk0", "jones", "smith", "bulk1", "bulk2", "bulk3");
    }

    @Test
    void theUrgentGoMoreOftenAndNobodyStarves() {
        IntStream.range(0, 100).forEach(i -> {
            queue.add("a", 4, "urgent");
            queue.add("b", 0, "normal");
            queue.add("c", -4, "bulk");
        });
        List<String> first = all().subList(0, 26);
        assertThat(Collections.frequency(first, "urgent")).isEqualTo(16);
        assertThat(Collections.frequency(first, "normal")).isEqualTo(8);
        assertThat(Collections.frequency(first, "bulk")).isEqualTo(2);
    }

    @Test
    void nobodySavesUpTurns() {
        IntStream.range(0, 50).forEach(i -> queue.add("b", 0, "normal"));
        IntStream.range(0, 40).forEach(i -> queue.poll());
        IntStream.range(0, 9).forEach(i -> queue.add("a", 1, "urgent"));
        List<String> rest = all();
        assertThat(rest.get(0)).isEqualTo("urgent");
        assertThat(rest.subList(0, 6)).contains("normal");
    }

    @Property(tries = 200)
    void everyJobComesOutOnceAndInTheOrderOfItsSender(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int jobs) {
        Random random = new Random(seed);
        JobQueue<int[]> some = new JobQueue<>();
        List<int[]> polled = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            some.add("s" + random.nextInt(4), 0, new int[] {i});
            if (random.nextInt(3) == 0) {
                some.poll().ifPresent(polled::add);
            }
        }
        while (some.size() > 0) {
            polled.add(some.poll().orElseThrow());
        }
        assertThat(polled.stream().map(each -> each[0]).sorted().toList()).isEqualTo(IntStream.range(0, jobs).boxed().toList());
    }

    @Test
    void takesOutWhatFits() {
        queue.add("a", 0, "x");
        queue.add("a", 5, "y");
        queue.add("b", -5, "x");
        assertThat(queue.take("x"::equals)).containsExactly("x", "x");
        assertThat(all()).containsExactly("y");
    }
}
