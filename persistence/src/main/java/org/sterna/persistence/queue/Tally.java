package org.sterna.persistence.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many messages wait for each destination, by age and by state.
 *
 * @param rows the largest first
 * @param rest all other destinations in one; its name is empty
 */
public record Tally(List<Row> rows, Row rest) {
    /** Bounds of the ages in minutes; the last number of a row counts what is older than the last bound. */
    public static final List<Integer> MINUTES = List.of(5, 10, 20, 40, 80, 160, 320, 640, 1280);
    public static final Tally EMPTY = new Tally(List.of(), Row.empty(""));

    /**
     * @param destination empty if it is a mailbox, or there are several
     * @param ages        one number more than {@link #MINUTES}
     * @param states      without those of which there are none
     */
    public record Row(String destination, List<Integer> ages, Map<WaitingMessage.State, Integer> states) {
        public Row {
            ages = List.copyOf(ages);
            states = Map.copyOf(states);
        }

        static Row empty(String destination) {
            return new Counter(destination).toRow();
        }

        public int count() {
            return ages.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Counts one destination. */
    private static final class Counter {
        private final String destination;
        private final int[] ages = new int[MINUTES.size() + 1];
        private final Map<WaitingMessage.State, Integer> states = new EnumMap<>(WaitingMessage.State.class);

        private Counter(String destination) {
            this.destination = destination;
        }

        private void add(WaitingMessage message, Instant now) {
            long seconds = Math.max(0, Duration.between(message.accepted(), now).toSeconds());
            int bucket = 0;
            while (bucket < MINUTES.size() && seconds >= MINUTES.get(bucket) * 60L) {
                bucket++;
            }
            ages[bucket]++;
            states.merge(message.state(), 1, Integer::sum);
        }

        private void add(Row row) {
            for (int i = 0; i < ages.length; i++) {
                ages[i] += row.ages().get(i);
            }
            row.states().forEach((state, count) -> states.merge(state, count, Integer::sum));
        }

        private Row toRow() {
            List<Integer> counted = new ArrayList<>();
            for (int each : ages) {
                counted.add(each);
            }
            return new Row(destination, counted, states);
        }
    }

    public Tally {
        rows = List.copyOf(rows);
    }

    /** Counts the selected lines of a slice. */
    public static Tally of(Slice slice, Selection selection, Instant now, int most) {
        Map<String, Counter> counters = new HashMap<>();
        slice.forEach(selection, message -> counters.computeIfAbsent(message.destination(), Counter::new).add(message, now));
        return of(counters, new Counter(""), most);
    }

    /** Both together; what only one of them lists among its largest is less than it is, by what the other summed up. */
    public Tally plus(Tally other, int most) {
        Map<String, Counter> counters = new HashMap<>();
        rows.forEach(row -> counters.computeIfAbsent(row.destination(), Counter::new).add(row));
        other.rows.forEach(row -> counters.computeIfAbsent(row.destination(), Counter::new).add(row));
        Counter rests = new Counter("");
        rests.add(rest);
        rests.add(other.rest);
        return of(counters, rests, most);
    }

    private static Tally of(Map<String, Counter> counters, Counter rest, int most) {
        List<Row> sorted = counters.values().stream().map(Counter::toRow)
                .sorted(Comparator.comparingInt(Row::count).reversed().thenComparing(Row::destination)).toList();
        List<Row> largest = sorted.subList(0, Math.min(most, sorted.size()));
        sorted.subList(largest.size(), sorted.size()).forEach(rest::add);
        return new Tally(largest, rest.toRow());
    }

    /** All rows in one. */
    public Row total() {
        Counter total = new Counter("");
        rows.forEach(total::add);
        total.add(rest);
        return total.toRow();
    }
}
