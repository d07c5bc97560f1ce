package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.RetrySchedule;
import org.sterna.platform.destination.DestinationRule;

/** When a recipient is tried again, and for how long: by the cause of the failure, and by the rule of its destination (RFC 5321 section 4.5.4.1). */
public final class Retries {
    private final Map<Cause, RetrySchedule> schedules;
    private final Function<String, DestinationRule.Retry> overrides;
    private final int ambiguousLimit;

    /**
     * @param schedules      one for each cause
     * @param overrides      what the rule of a destination says now
     * @param ambiguousLimit lost final replies of one recipient before the operator is told
     */
    public Retries(Map<Cause, RetrySchedule> schedules, Function<String, DestinationRule.Retry> overrides, int ambiguousLimit) {
        this.schedules = new EnumMap<>(schedules);
        this.overrides = overrides;
        this.ambiguousLimit = ambiguousLimit;
        for (Cause cause : Cause.values()) {
            if (!schedules.containsKey(cause)) {
                throw new IllegalArgumentException("no schedule for " + cause);
            }
        }
    }

    /**
     * @param destination empty for none
     * @param failures    failed attempts with this one, at least 1
     * @param random      0 to 1
     */
    Instant next(String destination, Cause cause, int failures, Instant now, double random) {
        return schedule(destination, cause).next(now, failures, random);
    }

    /** When a message is given up. */
    Instant end(String destination, Instant released) {
        return released.plus(schedule(destination, Cause.REPLY).lifetime());
    }

    int ambiguousLimit() {
        return ambiguousLimit;
    }

    private RetrySchedule schedule(String destination, Cause cause) {
        RetrySchedule usual = schedules.get(cause);
        if (destination.isEmpty()) {
            return usual;
        }
        DestinationRule.Retry other = overrides.apply(destination);
        if (other.first().isEmpty() && other.longest().isEmpty() && other.lifetime().isEmpty()) {
            return usual;
        }
        boolean ambiguous = cause == Cause.AMBIGUOUS;           // its pauses are about doubles, not about the destination
        Duration first = ambiguous ? usual.first() : other.first().orElse(usual.first());
        Duration longest = ambiguous ? usual.longest() : other.longest().orElse(usual.longest());
        return new RetrySchedule(first, longest.compareTo(first) < 0 ? first : longest, usual.factor(), other.lifetime().orElse(usual.lifetime()),
                usual.jitter());
    }
}
