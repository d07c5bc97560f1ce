package org.sterna.persistence.identity;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * One run of one node: made when the process starts, never used again. Names partitions of the intake and the session
 * log, and the writer of every row.
 *
 * @param value 1 to 24 of the characters 0-9 and a-z; sorts by the time of the start
 */
public record Incarnation(String value) implements Comparable<Incarnation> {
    public Incarnation {
        if (!Base32.isName(value, 24)) {
            throw new IllegalArgumentException("not an incarnation: " + value);
        }
    }

    public static Incarnation start(Instant now, RandomGenerator random) {
        return new Incarnation(Base32.print(now.toEpochMilli()) + Base32.print(1024 + random.nextInt(31 * 1024)));
    }

    @Override
    public int compareTo(Incarnation other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
