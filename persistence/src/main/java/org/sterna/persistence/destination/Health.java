package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sterna.persistence.destination.Limits.Watch;
import org.sterna.persistence.destination.Report.Outcomes;

/**
 * How well a destination takes mail. While it does, a window of connections grows from a slow start to the limit, and shrinks with failures. After
 * some failures in a row it is down: one node at a time probes it, with growing pauses between.
 *
 * @param inRow  failures since the last success
 * @param window connections that may be granted; 0 before the first report
 * @param grown  when the window grew last
 */
record Health(int inRow, int window, Instant grown, Optional<Down> down) {
    static final Health UNKNOWN = new Health(0, 0, Instant.EPOCH, Optional.empty());
    /** A window doubles once in so long: reports of several nodes, and of one in a hurry, are of one round. */
    static final Duration ROUND = Duration.ofMillis(100);
    private static final double JITTER = 0.2;

    /**
     * @param pause  that ends at {@code probeAt}
     * @param prober the node that probes now
     */
    record Down(String reason, Instant since, Duration pause, Instant probeAt, Optional<String> prober) { }

    static Health of(Destination before) {
        return new Health(0, 0, Instant.EPOCH, before.down().map(was -> new Down(was.reason(), was.since(), was.pause(), was.probeAt(), Optional.empty())));
    }

    /** @param chance from 0 to 1, for the jitter of pauses */
    Health after(String node, Outcomes outcomes, Watch watch, int limit, Instant now, double chance) {
        if (down.isPresent()) {
            if (outcomes.trailing() == 0 && outcomes.successes() > 0) {
                return new Health(0, watch.slowStart(), now, Optional.empty());
            }
            boolean probed = down.get().prober().filter(node::equals).isPresent() && outcomes.failures() > 0;
            return probed ? pausing(down.get().since(), twice(down.get().pause(), watch), outcomes.reason(), now, chance) : this;
        }
        int failed = outcomes.successes() > 0 ? outcomes.trailing() : inRow + outcomes.failures();
        int open = Math.min(window == 0 ? watch.slowStart() : window, limit);
        if (failed >= watch.failures() && outcomes.failures() > 0) {
            return pausing(now, watch.firstPause(), outcomes.reason(), now, chance);
        } else if (outcomes.failures() > 0) {
            return new Health(failed, Math.max(1, open / 2), now, down);
        } else if (outcomes.successes() > 0 && open < limit && !now.isBefore(grown.plus(ROUND))) {
            return new Health(0, Math.min(limit, open * 2), now, down);
        }
        return new Health(failed, open, grown, down);
    }

    private static Health pausing(Instant since, Duration pause, String reason, Instant now, double chance) {
        Instant probeAt = now.plusMillis((long) (pause.toMillis() * (1 + JITTER * (2 * chance - 1))));
        return new Health(0, 0, Instant.EPOCH, Optional.of(new Down(reason, since, pause, probeAt, Optional.empty())));
    }

    private static Duration twice(Duration pause, Watch watch) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(watch.longestPause()) > 0 ? watch.longestPause() : twice;
    }

    /** Gives the right to probe to this node, or to nobody. */
    Health probing(Optional<String> node) {
        return new Health(inRow, window, grown, down.map(is -> new Down(is.reason(), is.since(), is.pause(), is.probeAt(), node)));
    }

    /** An operator ends the pause. */
    Health hurried(Instant now) {
        return new Health(inRow, window, grown, down.map(is -> new Down(is.reason(), is.since(), is.pause(), now, is.prober())));
    }

    Condition condition() {
        return down.<Condition>map(is -> new Condition.Down(is.reason(), is.since(), is.probeAt())).orElseGet(Condition.Open::new);
    }
}
