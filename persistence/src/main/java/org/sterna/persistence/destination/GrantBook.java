package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sterna.persistence.destination.Rate.What;

/**
 * Which node holds what, in one life of a destination. Connections are divided by what the nodes want; a node that is to have more waits until
 * those who have too much have said that they heard so, or have lapsed. Its methods change it; the entity is its only user.
 */
final class GrantBook {
    private final long life;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private final Map<What, Tokens> tokens = new EnumMap<>(What.class);
    private long numbers;

    GrantBook(long life, Destination before, Instant recovered) {
        this.life = life;
        for (What what : What.values()) {
            tokens.put(what, new Tokens(what, before, recovered));
        }
    }

    /** What a node says counts even while nothing is granted. */
    void hear(String node, Report report, Limits limits, Instant now) {
        lapse(now);
        tokens.values().forEach(each -> each.rates(limits.rates()));
        Share share = shares.computeIfAbsent(node, unused -> new Share(now.plus(limits.grant())));
        share.hear(report, life).forEach((what, uses) -> tokens.get(what).used(now.minus(report.tokens(what).ago()), uses));
        share.stay(now.plus(limits.grant()));
    }

    /** A node has given back what it had, as it said just now. */
    void leave(String node) {
        shares.remove(node);
    }

    /** When the last grant lapses; empty if none lives. */
    Optional<Instant> lastLapse(Instant now) {
        lapse(now);
        return shares.values().stream().filter(share -> share.newest(now).isPresent()).map(Share::until).max(Comparator.naturalOrder());
    }

    private void lapse(Instant now) {
        shares.values().removeIf(share -> {
            boolean lapsed = !share.until().isAfter(now);
            if (lapsed) {                                               // what it had left may have been used until then
                tokens.forEach((what, each) -> each.used(share.until(), share.left(what)));
            }
            return lapsed;
        });
    }

    /** Connections for a node that was heard just now, of so many in all. */
    int connections(String node, int window, Instant now) {
        int others = shares.entrySet().stream().filter(each -> !each.getKey().equals(node)).mapToInt(each -> each.getValue().committed(now)).sum();
        return Math.max(0, Math.min(fair(shares.get(node), window), window - others));
    }

    /** For a probe: one more than the node has, of which none may be of use any more; 0 while another's grant lives. */
    int probe(String node, int limit, Instant now) {
        int others = shares.entrySet().stream().filter(each -> !each.getKey().equals(node)).mapToInt(each -> each.getValue().granted(now)).sum();
        return others > 0 ? 0 : Math.min(limit, shares.get(node).inUse() + 1);
    }

    private int fair(Share asking, int window) {
        List<Share> all = new ArrayList<>(shares.values().stream().filter(share -> share.wanted() > 0).toList());
        if (!all.contains(asking)) {
            return 0;
        }
        if (window < all.size()) {                                      // not one for each: in turn
            all.sort(Comparator.comparing(Share::served));
            return all.indexOf(asking) < window ? 1 : 0;
        }
        all.sort(Comparator.comparingInt(Share::wanted).thenComparing(Share::served, Comparator.reverseOrder()));
        int rest = window;
        for (int i = 0; i < all.size(); i++) {
            int part = Math.min(all.get(i).wanted(), rest / (all.size() - i));
            if (all.get(i) == asking) {
                return part;
            }
            rest -= part;
        }
        throw new AssertionError(asking);
    }

    /** How many tokens may be added to those of a node; empty for any number. */
    OptionalInt tokens(String node, What what, int wanted, Instant now) {
        OptionalInt free = tokens.get(what).free(now, held(what));
        if (free.isEmpty() || wanted <= 0) {
            return free.isEmpty() ? free : OptionalInt.of(0);
        }
        int claimants = (int) Math.max(1, shares.values().stream().filter(share -> share.wanted() > 0).count());
        int part = Math.max(Math.min(1, free.getAsInt()), free.getAsInt() / claimants);
        return OptionalInt.of(Math.min(wanted, part));
    }

    /** How long until a token may be had; zero if there is one, or no rate. */
    Duration untilFree(What what, Instant now) {
        return tokens.get(what).untilFree(now, held(what));
    }

    private long held(What what) {
        return shares.values().stream().mapToLong(share -> share.left(what)).sum();
    }

    int reserve(What what, Duration time) {
        return tokens.get(what).reserve(time);
    }

    boolean hasRates() {
        return tokens.values().stream().anyMatch(Tokens::isLimited);
    }

    /** Writes a grant down; it counts from now on. */
    Report.Known give(String node, int connections, OptionalInt connects, OptionalInt messages, Instant until, Instant now) {
        shares.get(node).give(++numbers, connections, new EnumMap<>(Map.of(What.CONNECTIONS, connects.orElse(0), What.MESSAGES, messages.orElse(0))),
                until, now);
        return new Report.Known(life, numbers);
    }

    boolean isHeld(String node, Instant now) {
        lapse(now);
        return shares.containsKey(node);
    }

    List<Life.Holding> holdings(Instant now) {
        lapse(now);
        return shares.entrySet().stream().map(each -> new Life.Holding(each.getKey(), each.getValue().newest(now).orElse(0),
                each.getValue().inUse(), each.getValue().wanted(), each.getValue().until())).toList();
    }
}
