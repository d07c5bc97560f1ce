package org.sterna.benchmarks;

import java.time.Duration;
import java.util.Optional;

/** How long a measurement may go on beginning things. */
final class TimeBudget {
    private final Optional<Duration> most;
    private final long begin = System.nanoTime();

    private TimeBudget(Optional<Duration> most) {
        this.most = most;
    }

    /** @param minutes no limit if empty */
    static TimeBudget of(Optional<Integer> minutes) {
        return new TimeBudget(minutes.map(Duration::ofMinutes));
    }

    Duration spent() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    boolean isSpent() {
        return most.filter(limit -> spent().compareTo(limit) >= 0).isPresent();
    }
}
