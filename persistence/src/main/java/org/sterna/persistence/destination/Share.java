package org.sterna.persistence.destination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sterna.persistence.destination.Rate.What;

/** What one node holds of a destination, as far as the entity can know: never less than it really holds. */
final class Share {
    /** A grant that the node may work by. */
    private record Given(long number, int connections, Map<What, Integer> tokens, Instant until) { }

    private final List<Given> given = new ArrayList<>();
    private final Map<What, Long> used = new EnumMap<>(What.class);
    private final Map<What, Integer> left = new EnumMap<>(What.class);
    private Instant until;
    private Instant served = Instant.MIN;
    private int wanted;
    private int inUse;

    Share(Instant until) {
        this.until = until;
    }

    /**
     * Hears what the node says of itself.
     *
     * @return what it used of each since its last report; nothing the first time, for that was counted when a former share of it lapsed
     */
    Map<What, Long> hear(Report report, long life) {
        wanted = report.wanted();
        inUse = report.inUse();
        long acknowledged = report.known().life() == life ? report.known().number() : 0;
        given.removeIf(each -> each.number() < acknowledged);
        Map<What, Long> uses = new EnumMap<>(What.class);
        for (What what : What.values()) {
            long now = report.tokens(what).used();
            long before = used.getOrDefault(what, now);
            uses.put(what, now < before ? now : now - before);         // it may have begun anew
            used.put(what, now);
            int unheard = given.stream().filter(each -> each.number() > acknowledged).mapToInt(each -> each.tokens().get(what)).sum();
            left.put(what, report.tokens(what).left() + unheard);
        }
        return uses;
    }

    void give(long number, int connections, Map<What, Integer> tokens, Instant end, Instant now) {
        given.add(new Given(number, connections, tokens, end));
        tokens.forEach((what, count) -> left.merge(what, count, Integer::sum));
        until = end;
        if (connections > 0) {
            served = now;
        }
    }

    /** It waits, and what it has lapses by then. */
    void stay(Instant end) {
        until = end.isAfter(until) ? end : until;
    }

    /** Tokens of live grants; they may still be used. */
    int left(What what) {
        return left.getOrDefault(what, 0);
    }

    /** The most connections of any grant that it may work by. */
    int granted(Instant now) {
        return given.stream().filter(each -> each.until().isAfter(now)).mapToInt(Given::connections).max().orElse(0);
    }

    /** The most connections it may have. */
    int committed(Instant now) {
        return Math.max(inUse, granted(now));
    }

    /** The connections of its newest grant; empty if it lives no more. */
    OptionalInt newest(Instant now) {
        return given.isEmpty() || !given.get(given.size() - 1).until().isAfter(now) ? OptionalInt.empty()
                : OptionalInt.of(given.get(given.size() - 1).connections());
    }

    Instant until() {
        return until;
    }

    Instant served() {
        return served;
    }

    int wanted() {
        return wanted;
    }

    int inUse() {
        return inUse;
    }
}
