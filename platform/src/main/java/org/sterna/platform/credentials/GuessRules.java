package org.sterna.platform.credentials;

import java.time.Duration;
import java.time.Instant;
import org.sterna.config.GuessSettings;

/**
 * What failed logins cost. No clock, no storage: the same tally gives the same answer.
 *
 * @param window how long a failure is remembered behind the last one
 */
record GuessRules(Duration window, GuessSettings.Threshold account, GuessSettings.Threshold network) {
    /**
     * What has failed.
     *
     * @param count since the window began
     * @param last  when the last one did
     */
    record Tally(int count, Instant last) {
        static final Tally NONE = new Tally(0, Instant.EPOCH);
    }

    /** The tally behind one more failure; those that come late count, too. */
    Tally add(Tally before, Instant at) {
        boolean begun = before.count() > 0 && at.isBefore(before.last().plus(window));
        return new Tally(begun ? Math.min(before.count(), Integer.MAX_VALUE - 1) + 1 : 1, begun && before.last().isAfter(at) ? before.last() : at);
    }

    /** How long the answer to the next login must wait. */
    Duration delay(GuessSettings.Threshold threshold, Tally tally, Instant now) {
        int beyond = current(tally, now) - threshold.free();
        if (beyond < 0 || tally.count() == 0) {
            return Duration.ZERO;
        }
        long doubled = beyond >= 20 ? Long.MAX_VALUE : threshold.delay().toMillis() << beyond;
        return Duration.ofMillis(Math.min(doubled, threshold.longestDelay().toMillis()));
    }

    /** Whether no login is looked at any more. */
    boolean isBanned(GuessSettings.Threshold threshold, Tally tally, Instant now) {
        return threshold.banAfter() > 0 && current(tally, now) >= threshold.banAfter() && now.isBefore(end(threshold, tally));
    }

    /** Whether the tally counts no more. */
    boolean isOver(Tally tally, Instant now) {
        return !now.isBefore(tally.last().plus(window));
    }

    /** When a ban is over if nothing more fails; with the window at the latest, for then the count begins anew. */
    Instant end(GuessSettings.Threshold threshold, Tally tally) {
        return tally.last().plus(threshold.ban().compareTo(window) < 0 ? threshold.ban() : window);
    }

    private int current(Tally tally, Instant now) {
        return isOver(tally, now) ? 0 : tally.count();
    }
}
