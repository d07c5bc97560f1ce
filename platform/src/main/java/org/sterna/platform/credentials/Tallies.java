package org.sterna.platform.credentials;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tallies by what they are of. When there are too many, the one that was neither asked for nor added to for the longest time goes: whoever
 * wants a counter to be forgotten must invent as many names as are kept between any two guesses. Thread-safe.
 */
final class Tallies {
    private final Map<String, GuessRules.Tally> touched = new LinkedHashMap<>(16, 0.75f, true);
    private final GuessRules rules;
    private final int most;

    Tallies(GuessRules rules, int most) {
        this.rules = rules;
        this.most = most;
    }

    synchronized GuessRules.Tally get(String scope) {
        return touched.getOrDefault(scope, GuessRules.Tally.NONE);
    }

    /** Those that count no more are forgotten on the way. */
    synchronized void add(String scope, Instant at, Instant now) {
        touched.merge(scope, rules.add(GuessRules.Tally.NONE, at), (before, one) -> rules.add(before, at));
        Iterator<GuessRules.Tally> eldest = touched.values().iterator();
        while (eldest.hasNext() && (rules.isOver(eldest.next(), now) || touched.size() > most)) {
            eldest.remove();
        }
    }

    /** What was counted. */
    synchronized GuessRules.Tally remove(String scope) {
        GuessRules.Tally removed = touched.remove(scope);
        return removed == null ? GuessRules.Tally.NONE : removed;
    }

    synchronized Map<String, GuessRules.Tally> copy() {
        return new LinkedHashMap<>(touched);
    }
}
