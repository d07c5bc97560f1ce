package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * What was used of one rate in the last {@link Rate#per}. Uses that lie close together are kept as one at the time of the last: an error on the safe
 * side of 1/64 of the time.
 */
final class TokenWindow {
    private static final int PARTS = 64;

    /** @param from the first of those that are kept as one */
    private record Used(Instant from, Instant at, long count) { }

    private final Rate rate;
    private final ArrayDeque<Used> uses = new ArrayDeque<>();
    private long sum;

    TokenWindow(Rate rate) {
        this.rate = rate;
    }

    Rate rate() {
        return rate;
    }

    /** One of an earlier time than one already known counts as late as that. */
    void add(Instant at, long count) {
        if (count <= 0) {
            return;
        }
        sum += count;
        Used last = uses.peekLast();
        Instant time = last != null && last.at().isAfter(at) ? last.at() : at;
        if (last != null && time.isBefore(last.from().plus(rate.per().dividedBy(PARTS)))) {
            uses.removeLast();
            uses.addLast(new Used(last.from(), time, last.count() + count));
        } else {
            uses.addLast(new Used(time, time, count));
        }
    }

    void addAll(TokenWindow other) {
        other.uses.forEach(used -> add(used.at(), used.count()));
    }

    /** How many are left of the rate; below zero if there were too many, because the rate was a higher one then. */
    long free(Instant now) {
        while (!uses.isEmpty() && !uses.peekFirst().at().plus(rate.per()).isAfter(now)) {
            sum -= uses.removeFirst().count();
        }
        return rate.count() - sum;
    }

    /** How long until one is free if so many more are held; the whole time of the rate if what is held alone fills it. */
    Duration untilFree(Instant now, long held) {
        long free = free(now) - held;
        for (Iterator<Used> all = uses.iterator(); free < 1 && all.hasNext();) {
            Used used = all.next();
            free += used.count();
            if (free >= 1) {
                return Duration.between(now, used.at().plus(rate.per()));
            }
        }
        return free >= 1 ? Duration.ZERO : rate.per();
    }
}
