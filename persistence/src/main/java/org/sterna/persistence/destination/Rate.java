package org.sterna.persistence.destination;

import java.time.Duration;

/**
 * At most {@code count} in any {@code per}, cluster-wide.
 *
 * @param count at least 1
 * @param per   1 s to {@link #LONGEST}
 */
public record Rate(What what, int count, Duration per) {
    public static final Duration LONGEST = Duration.ofDays(1);

    /** What is counted. */
    public enum What { CONNECTIONS, MESSAGES }

    public Rate {
        if (count < 1 || per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(count + " in " + per);
        }
    }
}
