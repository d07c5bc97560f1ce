package org.sterna.platform.report;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Lets something happen so often in a day, UTC, for each name. Thread-safe. */
final class DailyLimit {
    private final int most;
    private final int mostNames;
    private final Clock clock;
    private final Map<String, Integer> taken = new HashMap<>();
    private LocalDate day = LocalDate.EPOCH;

    /**
     * @param most      for one name
     * @param mostNames in a day; nothing happens for those that come later
     */
    DailyLimit(int most, int mostNames, Clock clock) {
        this.most = most;
        this.mostNames = mostNames;
        this.clock = clock;
    }

    /** Whether it may happen once more; if so, it counts. */
    synchronized boolean take(String name) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            taken.clear();
        }
        int before = taken.getOrDefault(name, 0);
        if (before >= most || before == 0 && taken.size() >= mostNames) {
            return false;
        }
        taken.put(name, before + 1);
        return true;
    }
}
