package org.sterna.persistence.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * When a deferred recipient is tried again (RFC 5321 section 4.5.4.1).
 *
 * @param first    after the first failed attempt
 * @param longest  no pause is longer
 * @param factor   each pause is this many times the one before; 1 or more
 * @param lifetime after which the message is given up
 * @param jitter   0 to 1: how much of a pause may be taken off at random
 */
public record RetrySchedule(Duration first, Duration longest, double factor, Duration lifetime, double jitter) {
    public RetrySchedule {
        if (factor < 1 || jitter < 0 || jitter > 1 || first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("retry schedule: first " + first + ", factor " + factor + ", jitter " + jitter);
        }
    }

    /**
     * @param failures failed attempts so far, at least 1
     * @param random   0 to 1
     */
    public Instant next(Instant now, int failures, double random) {
        double seconds = Math.min(longest.toMillis(), first.toMillis() * Math.pow(factor, Math.min(failures, 1000) - 1));
        return now.plusMillis(Math.max(1, (long) (seconds * (1 - jitter * random))));
    }

    public boolean expired(Instant accepted, Instant now) {
        return !now.isBefore(accepted.plus(lifetime));
    }
}
