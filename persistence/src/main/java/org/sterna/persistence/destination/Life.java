package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.sterna.persistence.destination.DestinationEvent.DestinationDown;
import org.sterna.persistence.destination.DestinationEvent.DestinationUp;
import org.sterna.persistence.destination.DestinationEvent.GrantsEnded;
import org.sterna.persistence.destination.DestinationEvent.GrantsReserved;
import org.sterna.persistence.destination.Rate.What;

/**
 * One life of a destination's entity: from its recovery to its end. It knows grants and health, which are too short-lived to be stored, and says which
 * events must be durable before an answer may be given. Its methods change it; the entity is its only user, and begins a new life when a write failed.
 *
 * <p>Grants of a former life may be alive when this one begins. A mark tells until when at the latest ({@link GrantsReserved}: one in several minutes); before
 * that, or one length of a grant behind the recovery if that is earlier, nothing is granted. A new destination has no mark and waits for nothing.
 */
public final class Life {
    /** How far ahead grants are reserved: so often it costs a write to use a destination. */
    static final Duration RESERVED = Tokens.QUICK;
    /** How far the clocks of two nodes may be apart. */
    static final Duration SKEW = Duration.ofSeconds(30);
    /** Health is stored when its pauses are as long as this; one that is down for less is found out again. */
    static final Duration LONG_PAUSE = Duration.ofMinutes(4);
    /** After what time a node without tokens looks again at the latest: another may have given some back. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** What must be durable first, and then the answer. */
    public record Decision(List<DestinationEvent> events, Reply reply) { }

    /** What a node has. @param connections of its newest grant */
    public record Holding(String node, int connections, int inUse, int wanted, Instant until) { }

    /**
     * @param window    connections that may be granted now
     * @param limits    of the last ask; empty before the first
     * @param asks      in this life, as all counts
     */
    public record View(Condition condition, int window, Optional<Limits> limits, List<Holding> holdings, long asks, long successes, long failures,
            Optional<String> lastFailure) { }

    private final Instant quiet;
    private final GrantBook book;
    private final Map<What, Integer> reserved = new EnumMap<>(What.class);
    private final Map<What, Integer> spent = new EnumMap<>(What.class);
    private Health health;
    private Optional<Limits> limits = Optional.empty();
    private Optional<Instant> lapsed = Optional.empty();
    private long asks;
    private long successes;
    private long failures;
    private Optional<String> lastFailure = Optional.empty();

    /**
     * @param number    differs from that of any other life of this destination
     * @param before    what is durable
     * @param recovered now
     */
    public Life(long number, Destination before, Instant recovered) {
        book = new GrantBook(number, before, recovered);
        health = Health.of(before);
        Instant lapse = recovered.plus(before.length());
        quiet = before.grantsUntil().map(until -> until.isBefore(lapse) ? until : lapse).orElse(recovered);
    }

    /**
     * Answers a node.
     *
     * @param node   its incarnation
     * @param chance from 0 to 1
     */
    public Decision ask(Destination durable, String node, Report report, Limits asked, Instant now, double chance) {
        asks++;
        limits = Optional.of(asked);
        book.hear(node, report, asked, now);
        List<DestinationEvent> events = new ArrayList<>();
        hearOutcomes(durable, node, report.outcomes(), asked, now, chance).ifPresent(events::add);
        Condition condition = condition(durable);
        if (report.leaving()) {
            book.leave(node);
            lapsed = lapsed.map(last -> book.lastLapse(now).orElse(now));
            return new Decision(events, new Reply.Later(asked.grant(), condition));
        }
        if (now.isBefore(quiet)) {
            return new Decision(events, new Reply.Later(Duration.between(now, quiet).plusMillis(1), condition));
        }
        int connections = connections(durable, node, report, asked, now);
        OptionalInt connects = tokens(node, What.CONNECTIONS, connections, report, now);
        OptionalInt messages = tokens(node, What.MESSAGES, connections, report, now);
        Instant until = now.plus(asked.grant());
        if (connections > 0) {
            reserve(durable, connects.orElse(0), messages.orElse(0), asked.grant(), now).ifPresent(events::add);
            lapsed = lapsed.filter(until::isBefore).or(() -> Optional.of(until));
        }
        Report.Known name = book.give(node, connections, connects, messages, until, now);
        Condition standing = condition(durable);
        boolean growing = standing instanceof Condition.Open && connections < report.wanted() && window(asked) < asked.connections();
        return new Decision(events, new Reply.Granted(name, connections, connects, messages, asked.grant(),
                again(standing, report, connects, messages, asked, now), growing, standing));
    }

    private Optional<DestinationEvent> hearOutcomes(Destination durable, String node, Report.Outcomes outcomes, Limits asked, Instant now, double chance) {
        successes += outcomes.successes();
        failures += outcomes.failures();
        if (outcomes.failures() > 0) {
            lastFailure = Optional.of(outcomes.reason());
        }
        if (asked.watch().isEmpty()) {
            health = Health.UNKNOWN;
            return Optional.empty();
        }
        health = health.after(node, outcomes, asked.watch().get(), asked.connections(), now, chance);
        if (durable.down().isPresent() && health.down().isEmpty()) {
            return Optional.of(new DestinationUp(now));
        }
        return health.down().filter(is -> durable.down().isEmpty() && is.pause().compareTo(LONG_PAUSE) >= 0).map(Life::stored);
    }

    private static DestinationEvent stored(Health.Down is) {
        return new DestinationDown(is.reason(), is.since(), is.pause(), is.probeAt());
    }

    private int connections(Destination durable, String node, Report report, Limits asked, Instant now) {
        if (durable.frozen().isPresent()) {
            return 0;
        }
        if (health.down().isEmpty()) {
            return book.connections(node, window(asked), now);
        }
        Health.Down down = health.down().get();
        boolean mine = down.prober().filter(node::equals).isPresent();
        boolean needed = report.wanted() > 0 || report.inUse() > 0;
        if (mine && !needed) {
            health = health.probing(Optional.empty());
        }
        boolean taken = !mine && down.prober().filter(other -> book.isHeld(other, now)).isPresent();
        if (taken || !needed || now.isBefore(down.probeAt())) {
            return 0;
        }
        int connections = mine ? Math.max(1, Math.min(report.wanted(), report.inUse())) : book.probe(node, asked.connections(), now);
        if (connections > 0) {
            health = health.probing(Optional.of(node));
        }
        return connections;
    }

    private int window(Limits asked) {
        return asked.watch().isEmpty() ? asked.connections() : Math.min(health.window(), asked.connections());
    }

    private OptionalInt tokens(String node, What what, int connections, Report report, Instant now) {
        return book.tokens(node, what, connections == 0 ? 0 : report.tokens(what).wanted(), now);
    }

    /** Makes sure that what is granted now is covered by a durable mark. */
    private Optional<DestinationEvent> reserve(Destination durable, int connects, int messages, Duration length, Instant now) {
        boolean marked = durable.grantsUntil().filter(until -> !until.isBefore(now.plus(length).plus(SKEW))).isPresent() && durable.length().compareTo(length) >= 0;
        if (marked && covers(What.CONNECTIONS, connects) && covers(What.MESSAGES, messages)) {
            spent.merge(What.CONNECTIONS, connects, Integer::sum);
            spent.merge(What.MESSAGES, messages, Integer::sum);
            return Optional.empty();
        }
        DestinationEvent.Spent before = spent();
        reserved.put(What.CONNECTIONS, Math.max(connects, book.reserve(What.CONNECTIONS, RESERVED)));
        reserved.put(What.MESSAGES, Math.max(messages, book.reserve(What.MESSAGES, RESERVED)));
        spent.put(What.CONNECTIONS, connects);
        spent.put(What.MESSAGES, messages);
        return Optional.of(new GrantsReserved(now, before, now.plus(RESERVED), length, reserved.get(What.CONNECTIONS), reserved.get(What.MESSAGES)));
    }

    /** Without a slow rate the mark alone is enough. */
    private boolean covers(What what, int count) {
        return book.reserve(what, RESERVED) == 0 || reserved.getOrDefault(what, 0) - spent.getOrDefault(what, 0) >= count;
    }

    private DestinationEvent.Spent spent() {
        return reserved.isEmpty() ? DestinationEvent.Spent.ALL : new DestinationEvent.Spent(spent.get(What.CONNECTIONS), spent.get(What.MESSAGES));
    }

    private Duration again(Condition condition, Report report, OptionalInt connects, OptionalInt messages, Limits asked, Instant now) {
        Duration half = asked.grant().dividedBy(2);
        if (condition instanceof Condition.Frozen) {
            return LONGEST_WAIT;                                        // who asked is told of a thaw
        }
        if (condition instanceof Condition.Down down) {
            Duration pause = Duration.between(now, down.probeAt());
            return pause.compareTo(half) > 0 ? pause : half;
        }
        Duration wait = Stream.of(missing(What.CONNECTIONS, report, connects, now), missing(What.MESSAGES, report, messages, now))
                .max(Duration::compareTo).get();
        return wait.isZero() ? half : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private Duration missing(What what, Report report, OptionalInt added, Instant now) {
        return added.isEmpty() || added.getAsInt() >= report.tokens(what).wanted() ? Duration.ZERO : book.untilFree(what, now);
    }

    /** An operator ends the pause before the next probe. */
    public void hurry(Instant now) {
        health = health.hurried(now);
    }

    /**
     * What is stored when the entity stops as planned, so that its next life need not wait.
     *
     * @return few events; none if the marks are right as they are
     */
    public List<DestinationEvent> lastWords(Destination durable, Instant now) {
        List<DestinationEvent> words = new ArrayList<>();
        health.down().filter(is -> durable.down().filter(stored(is)::equals).isEmpty()).map(Life::stored).ifPresent(words::add);
        Instant end = lapsed.orElse(quiet);
        boolean later = durable.grantsUntil().filter(until -> until.isAfter(end) && (until.isAfter(now) || book.hasRates())).isPresent();
        if (later && !end.isAfter(now)) {
            words.add(new GrantsEnded(end, spent()));
        }
        return words;
    }

    /** Whether nothing is lost by an end of this life at this time, and nothing need be stored for it. */
    public boolean isIdle(Destination durable, Instant now, Duration idle) {
        boolean paused = health.down().filter(is -> is.probeAt().plus(idle).isAfter(now)).isPresent();
        boolean marked = durable.grantsUntil().filter(now::isBefore).isPresent();
        return !paused && !marked && lapsed.filter(now::isBefore).isEmpty();
    }

    private Condition condition(Destination durable) {
        return durable.frozen().<Condition>map(frozen -> frozen).orElseGet(health::condition);
    }

    public View view(Destination durable, Instant now) {
        return new View(condition(durable), limits.map(this::window).orElse(0), limits, book.holdings(now), asks, successes, failures, lastFailure);
    }
}
