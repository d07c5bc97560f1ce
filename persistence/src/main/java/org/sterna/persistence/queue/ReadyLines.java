package org.sterna.persistence.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lines that are due and wait for a place, by destination. Within a destination the urgencies have turns in the ratio 4 : 2 : 1, so that bulk
 * mail is slow and never stuck, and within an urgency the reverse-paths have a turn each, so that who sends a million messages holds up only himself.
 * The lines of one sender are a ring in the order in which they came; the first ones of all senders are a ring too.
 */
final class ReadyLines {
    private static final int[] TURNS = {0, 1, 0, 2, 0, 1, 0};

    private static final class Destination {
        private final String name;
        /** For each urgency the sender whose turn it is: his first line. */
        private final Line[] turn = new Line[3];
        private int turns;
        private boolean listed;
        private boolean blocked;

        private Destination(String name) {
            this.name = name;
        }

        private boolean isEmpty() {
            return turn[0] == null && turn[1] == null && turn[2] == null;
        }

        private int nextUrgency() {
            while (true) {
                int urgency = TURNS[turns];
                turns = (turns + 1) % TURNS.length;
                if (turn[urgency] != null) {
                    return urgency;
                }
            }
        }
    }

    private final Map<String, Destination> destinations = new HashMap<>();
    /** Those that have lines and were not refused a place, in the order of their turns. */
    private final Deque<Destination> open = new ArrayDeque<>();
    private final LineTable senders = new LineTable.BySender();

    /** Adds a line that is not in it. Its destination, reverse-path and priority must not change while it is in. */
    void add(Line line) {
        Destination destination = destinations.computeIfAbsent(line.destination(), Destination::new);
        Line first = senders.getOr(line);
        if (first == line) {
            line.next = line;
            line.previous = line;
            senders.put(line);
            Line current = destination.turn[line.urgency()];
            if (current == null) {
                line.nextSender = line;
                line.previousSender = line;
                destination.turn[line.urgency()] = line;
            } else {                                       // the last of this round
                insertSender(line, current);
            }
        } else {
            line.next = first;
            line.previous = first.previous;
            first.previous.next = line;
            first.previous = line;
        }
        list(destination);
    }

    private static void insertSender(Line line, Line before) {
        line.nextSender = before;
        line.previousSender = before.previousSender;
        before.previousSender.nextSender = line;
        before.previousSender = line;
    }

    private void list(Destination destination) {
        if (!destination.listed && !destination.blocked && !destination.isEmpty()) {
            destination.listed = true;
            open.addLast(destination);
        }
    }

    static boolean has(Line line) {
        return line.next != null;
    }

    /** Removes the line if it is in. */
    void remove(Line line) {
        if (!has(line)) {
            return;
        }
        Destination destination = destinations.get(line.destination());
        if (line.nextSender != null) {
            removeFirst(destination, line);
        }
        line.previous.next = line.next;
        line.next.previous = line.previous;
        line.next = null;
        line.previous = null;
        forget(destination);
    }

    /** The sender's next line takes the place of the first in his turn; without one he has no turn. */
    private void removeFirst(Destination destination, Line line) {
        int urgency = line.urgency();
        Line heir = line.next;
        if (heir == line) {
            senders.remove(line);
            destination.turn[urgency] = destination.turn[urgency] != line ? destination.turn[urgency]
                    : line.nextSender == line ? null : line.nextSender;
            line.previousSender.nextSender = line.nextSender;
            line.nextSender.previousSender = line.previousSender;
        } else {
            senders.put(heir);
            if (line.nextSender == line) {
                heir.nextSender = heir;
                heir.previousSender = heir;
            } else {
                heir.nextSender = line.nextSender;
                heir.previousSender = line.previousSender;
                heir.nextSender.previousSender = heir;
                heir.previousSender.nextSender = heir;
            }
            destination.turn[urgency] = destination.turn[urgency] == line ? heir : destination.turn[urgency];
        }
        line.nextSender = null;
        line.previousSender = null;
    }

    private void forget(Destination destination) {
        if (destination.isEmpty() && !destination.listed && !destination.blocked) {
            destinations.remove(destination.name);
        }
    }

    /**
     * Takes out the line whose turn it is at the first destination, in their turns, that gets a place.
     *
     * @param place takes a place for a destination; where it says no, it is not asked again before {@link #opened}
     */
    Optional<Line> poll(Predicate<String> place) {
        while (!open.isEmpty()) {
            Destination destination = open.pollFirst();
            destination.listed = false;
            if (destination.isEmpty()) {
                forget(destination);
            } else if (place.test(destination.name)) {
                return Optional.of(take(destination));
            } else {
                destination.blocked = true;
            }
        }
        return Optional.empty();
    }

    private Line take(Destination destination) {
        int urgency = destination.nextUrgency();
        Line line = destination.turn[urgency];
        destination.turn[urgency] = line.nextSender;         // whoever comes now waits for the others
        remove(line);
        list(destination);
        return line;
    }

    /** The destination may be asked for a place again. */
    void opened(String name) {
        Destination destination = destinations.get(name);
        if (destination != null && destination.blocked) {
            destination.blocked = false;
            list(destination);
            forget(destination);
        }
    }
}
