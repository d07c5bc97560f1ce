package org.sterna.persistence.identity;

import java.util.Optional;

/**
 * Names a queued message, and with it the intake partition that holds its events.
 *
 * @param incarnation the run of the node that accepted the message
 * @param window      the intake window in that run, from 0
 * @param message     the number of the message in the window, from 0
 */
public record QueueId(Incarnation incarnation, long window, int message) implements Comparable<QueueId> {
    public QueueId {
        if (window < 0 || message < 0) {
            throw new IllegalArgumentException("window " + window + ", message " + message);
        }
    }

    /** Reads what {@link #toString} wrote; empty if it is not a queue id. */
    public static Optional<QueueId> parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QueueId(new Incarnation(parts[0]), Base32.parse(parts[1]), Math.toIntExact(Base32.parse(parts[2]))));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** As {@link #parse}, for text that was written by Sterna itself. */
    public static QueueId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a queue id: " + text));
    }

    @Override
    public int compareTo(QueueId other) {
        int order = incarnation.compareTo(other.incarnation);
        order = order != 0 ? order : Long.compare(window, other.window);
        return order != 0 ? order : Integer.compare(message, other.message);
    }

    @Override
    public String toString() {
        return incarnation + "-" + Base32.print(window) + "-" + Base32.print(message);
    }
}
