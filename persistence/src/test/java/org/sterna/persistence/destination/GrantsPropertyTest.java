package org.sterna.persistence.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.sterna.persistence.destination.Rate.What;

/** Whoever asks, whenever, whatever is lost, and however often the entity begins anew. */
class GrantsPropertyTest {
    private record Posted(String node, Reply reply, Instant asked) { }

    @Property(tries = 300)
    void limitsAreNeverExceeded(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int connections, @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 1, max = 1_000) int seconds, @ForAll boolean watched) {
        Random random = new Random(seed);
        Rate rate = new Rate(What.MESSAGES, count, Duration.ofSeconds(seconds));
        Limits limits = new Limits(connections, List.of(rate), Duration.ofSeconds(5), watched
                ? Optional.of(new Limits.Watch(3, Duration.ofSeconds(10), Duration.ofMinutes(1), 2)) : Optional.empty());
        Town town = new Town();
        List<Instant> sent = new ArrayList<>();
        Map<String, Posted> post = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            Town.Neighbour node = town.node("n" + random.nextInt(4));
            String name = node.name();
            town.pass(Duration.ofMillis(random.nextInt(20) == 0 ? random.nextInt(60_000) : random.nextInt(1_500)));
            switch (random.nextInt(12)) {
                case 0 -> town.crash();
                case 1 -> town.stop();
                case 2, 3, 4 -> {
                    if (!post.containsKey(name)) {                      // one ask at a time
                        node.wants(random.nextInt(connections + 3)).wantsMessages(random.nextInt(count + 5));
                        outcome(node, random);
                        Posted posted = new Posted(name, node.send(limits, false).reply(), town.now());
                        if (random.nextInt(5) > 0) {                    // else the answer is lost
                            post.put(name, posted);
                        }
                    }
                }
                case 5 -> {
                    post.remove(name);
                    node.leaves(limits);
                }
                default -> Optional.ofNullable(post.remove(name)).ifPresent(posted -> node.hear(posted.reply(), posted.asked()));
            }
            assertThat(town.live()).as("step %d", step).isLessThanOrEqualTo(connections);
            node.sends(random.nextInt(count + 2), sent);
            assertRate(sent, rate);
        }
    }

    private static void outcome(Town.Neighbour node, Random random) {
        if (random.nextInt(3) == 0) {
            node.fails(random.nextInt(3));
        } else {
            node.succeeds(random.nextInt(3));
        }
    }

    private static void assertRate(List<Instant> sent, Rate rate) {
        int first = sent.size() - 1 - rate.count();
        if (first >= 0) {
            assertThat(Duration.between(sent.get(first), sent.get(sent.size() - 1))).as("%d within the time", rate.count() + 1)
                    .isGreaterThanOrEqualTo(rate.per());
        }
    }
}
