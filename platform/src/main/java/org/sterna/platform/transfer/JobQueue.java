package org.sterna.platform.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What waits for one destination, in an order that is fair: urgent before normal before bulk, but none of them starves, and within a class
 * one of each sender in turn, however many one of them has. Not safe for use by several threads.
 *
 * <p>Classes take turns by smooth weighting: each turn a class that has something gains its weight, the richest goes and pays what all gained.
 */
final class JobQueue<T> {
    /** Classes of RFC 6710's priorities, with the share of turns that each has while all wait. */
    private enum Urgency {
        URGENT(8), NORMAL(4), BULK(1);

        private final int weight;

        Urgency(int weight) {
            this.weight = weight;
        }

        private static Urgency of(int priority) {
            return priority > 0 ? URGENT : priority == 0 ? NORMAL : BULK;
        }
    }

    /** The jobs of one class, by senders in the order of their turns. */
    private static final class Turns<T> {
        private final Map<String, Deque<T>> bySender = new LinkedHashMap<>();
        private int credit;

        private T poll() {
            Map.Entry<String, Deque<T>> first = bySender.entrySet().iterator().next();
            Deque<T> jobs = bySender.remove(first.getKey());
            T job = jobs.removeFirst();
            if (!jobs.isEmpty()) {
                bySender.put(first.getKey(), jobs);             // behind all others
            }
            return job;
        }
    }

    private final Map<Urgency, Turns<T>> classes = new EnumMap<>(Urgency.class);
    private int size;

    JobQueue() {
        for (Urgency urgency : Urgency.values()) {
            classes.put(urgency, new Turns<>());
        }
    }

    /**
     * Adds a job behind those of the same sender and class.
     *
     * @param priority RFC 6710, -9 to 9
     */
    void add(String sender, int priority, T job) {
        classes.get(Urgency.of(priority)).bySender.computeIfAbsent(sender, unused -> new ArrayDeque<>()).addLast(job);
        size++;
    }

    /** Takes the one whose turn it is. */
    Optional<T> poll() {
        Turns<T> chosen = null;
        int gained = 0;
        for (Map.Entry<Urgency, Turns<T>> each : classes.entrySet()) {
            Turns<T> turns = each.getValue();
            if (turns.bySender.isEmpty()) {
                turns.credit = 0;                               // nobody saves up while there is nothing to send
                continue;
            }
            turns.credit += each.getKey().weight;
            gained += each.getKey().weight;
            if (chosen == null || turns.credit > chosen.credit) {
                chosen = turns;
            }
        }
        if (chosen == null) {
            return Optional.empty();
        }
        chosen.credit -= gained;
        size--;
        return Optional.of(chosen.poll());
    }

    /** Takes out all that fit, in no order that matters. */
    List<T> take(Predicate<T> which) {
        List<T> taken = new ArrayList<>();
        for (Turns<T> turns : classes.values()) {
            turns.bySender.values().forEach(jobs -> jobs.removeIf(job -> {
                boolean fits = which.test(job);
                if (fits) {
                    taken.add(job);
                }
                return fits;
            }));
            turns.bySender.values().removeIf(Deque::isEmpty);
        }
        size -= taken.size();
        return taken;
    }

    int size() {
        return size;
    }
}
