package org.sterna.platform.destination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Reply;
import org.sterna.persistence.destination.Report;

/**
 * One key's quota on this node: counts what is used of the newest grant, and tells its keeper when another one is needed. Until it lapses everything is
 * answered from here. Locks are held for a few instructions only.
 */
final class NodeQuota implements Quota {
    /** The least time between two asks. */
    static final Duration PAUSE = Duration.ofMillis(20);
    /** The least between two of a slow start. */
    static final Duration GROWTH = Duration.ofMillis(100);
    /** An ask without an answer for so long is repeated: its entity may have moved. */
    static final Duration PATIENCE = Duration.ofSeconds(3);
    /** A wish that nobody waits for, and nobody has repeated for so long, is none any more. */
    static final Duration FORGOTTEN = Duration.ofMinutes(5);
    /** How many connections more than are in use are asked for at least. */
    private static final int HEADROOM = 4;
    private static final Report.Outcomes NOTHING = Report.Outcomes.NONE;

    /** What is to be asked. */
    record Question(long round, Report report) { }

    private final QuotaKey key;
    private final Clock clock;
    private final Consumer<NodeQuota> keeper;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Pot connects = new Pot(4);
    private final Pot messages = new Pot(32);
    private Report.Known known = Report.Known.NONE;
    private Condition condition = new Condition.Open();
    private int granted;
    private boolean growing;
    private boolean satisfied = true;
    private boolean stopped;
    private Instant until = Instant.EPOCH;
    private Instant half = Instant.EPOCH;
    private Instant again = Instant.EPOCH;
    private int inUse;
    private int peak;
    private int refused;
    private boolean wishing;
    private boolean signalled;
    private Report.Outcomes outcomes = NOTHING;
    private Report.Outcomes told = NOTHING;
    private Report asked = new Report(known, 0, 0, Report.Tokens.NONE, Report.Tokens.NONE, NOTHING, false);
    private boolean asking;
    private long round;
    private Instant sent = Instant.EPOCH;
    private Instant used;

    /** @param keeper told that this one should be looked at; never blocks */
    NodeQuota(QuotaKey key, Clock clock, Consumer<NodeQuota> keeper) {
        this.key = key;
        this.clock = clock;
        this.keeper = keeper;
        this.used = clock.instant();
    }

    QuotaKey key() {
        return key;
    }

    @Override
    public boolean tryConnect() {
        boolean taken;
        synchronized (this) {
            Instant now = touch();
            taken = inUse < limit(now) && !connects.isEmpty();
            if (taken) {
                inUse++;
                peak = Math.max(peak, inUse);
                connects.take(now);
            } else {
                refused++;
                connects.refuse();
            }
            if (taken && inUse < granted || !wish(now)) {               // more are wanted before one is refused
                return taken;
            }
        }
        keeper.accept(this);
        return taken;
    }

    @Override
    public void disconnected() {
        boolean tell;
        synchronized (this) {
            inUse = Math.max(0, inUse - 1);
            tell = wishing && inUse < limit(touch());
        }
        if (tell) {
            tell();
        }
    }

    @Override
    public void unconnected() {
        synchronized (this) {
            connects.giveBack();
        }
        disconnected();
    }

    @Override
    public boolean trySend() {
        synchronized (this) {
            Instant now = touch();
            if (limit(now) > 0 && !messages.isEmpty()) {
                messages.take(now);
                return true;
            }
            messages.refuse();
            if (!wish(now)) {
                return false;
            }
        }
        keeper.accept(this);
        return false;
    }

    @Override
    public synchronized void unsent() {
        messages.giveBack();
    }

    @Override
    public int connections() {
        int limit;
        synchronized (this) {
            Instant now = touch();
            limit = limit(now);
            if (limit > 0 || !wish(now)) {
                return limit;
            }
        }
        keeper.accept(this);
        return limit;
    }

    @Override
    public int messages() {
        synchronized (this) {
            Instant now = touch();
            int left = limit(now) > 0 ? messages.left() : 0;
            if (left > 0 || !wish(now)) {
                return left;
            }
        }
        keeper.accept(this);
        return 0;
    }

    @Override
    public synchronized void succeeded() {
        outcomes = new Report.Outcomes(outcomes.successes() + 1, outcomes.failures(), 0, outcomes.reason());
        boolean first = outcomes.successes() == 1 && (growing && wishing || condition instanceof Condition.Down);
        if (first && !asking && !signalled) {
            signalled = true;
            keeper.accept(this);
        }
    }

    /** With no success beside it, nothing more is tried from here until the entity has heard of it. */
    @Override
    public synchronized void failed(String reason) {
        boolean alone = outcomes.successes() == 0;
        outcomes = new Report.Outcomes(outcomes.successes(), outcomes.failures() + 1, outcomes.trailing() + 1, reason);
        if (key.kind() != QuotaKey.Kind.DESTINATION) {
            return;                                                     // its own health is nobody's
        }
        if (alone) {
            stopped = true;
        } else {
            granted = Math.max(Math.min(1, granted), granted / 2);
        }
        if (!signalled && !asking) {
            signalled = true;
            keeper.accept(this);
        }
    }

    @Override
    public synchronized Standing standing() {
        return standing(condition);
    }

    static Standing standing(Condition condition) {
        if (condition instanceof Condition.Down down) {
            return new Standing.Down(down.reason(), down.since(), down.probeAt());
        } else if (condition instanceof Condition.Frozen frozen) {
            return new Standing.Frozen(frozen.reason(), frozen.since());
        }
        return new Standing.Open();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    void tell() {
        listeners.forEach(Runnable::run);
    }

    private Instant touch() {
        used = clock.instant();
        return used;
    }

    private int limit(Instant now) {
        return stopped || !now.isBefore(until) ? 0 : granted;
    }

    /** Whether the keeper is to be told: of a new wish always, so that it plans for it. */
    private boolean wish(Instant now) {
        boolean known = wishing;
        wishing = true;
        if (asking || signalled || known && now.isBefore(earliest())) {
            return false;
        }
        signalled = true;
        return true;
    }

    /** Before that another ask would change nothing. */
    private Instant earliest() {
        return satisfied || growing && outcomes.successes() > 0 ? sent.plus(growing ? GROWTH : PAUSE) : again;
    }

    /** An operator changed something: what was said last counts no more. */
    synchronized void reconsider() {
        satisfied = true;
        wishing = true;
        round++;                                                        // an answer under way may be of before
        if (asking) {
            forgetAsk();
        }
    }

    private void forgetAsk() {
        asking = false;
        outcomes = new Report.Outcomes(told.successes() + outcomes.successes(), told.failures() + outcomes.failures(),
                outcomes.successes() > 0 ? outcomes.trailing() : told.trailing() + outcomes.trailing(),
                outcomes.failures() > 0 ? outcomes.reason() : told.reason());
        told = NOTHING;
    }

    /** What is to be asked now, if anything. */
    synchronized Optional<Question> question(Instant now) {
        signalled = false;
        if (asking && now.isBefore(sent.plus(PATIENCE))) {
            return Optional.empty();
        }
        if (asking) {
            forgetAsk();
        }
        wishing = wishing && !(listeners.isEmpty() && used.plus(FORGOTTEN).isBefore(now));
        if (now.isBefore(sent.plus(PAUSE)) || !isDue(now)) {
            return Optional.empty();
        }
        if (!now.isBefore(until)) {
            connects.lapse();
            messages.lapse();
        }
        int growth = wishing ? Math.max(HEADROOM, Math.max(refused, satisfied && inUse >= granted ? inUse : 0)) : HEADROOM / 2;
        int wanted = Math.max(inUse, peak) + growth;
        asked = new Report(known, wanted, inUse, connects.report(now), messages.report(now), outcomes, false);
        told = outcomes;
        outcomes = NOTHING;
        refused = 0;
        peak = inUse;
        asking = true;
        sent = now;
        round++;
        return Optional.of(new Question(round, asked));
    }

    /** Nothing is granted any more; what is given back by this node's end. */
    synchronized Optional<Question> leave(Instant now) {
        boolean alive = now.isBefore(until) || asking;
        until = Instant.EPOCH;
        connects.lapse();
        messages.lapse();
        asking = false;
        round++;
        return alive ? Optional.of(new Question(round, new Report(known, 0, 0, connects.report(now), messages.report(now), outcomes, true))) : Optional.empty();
    }

    private boolean isDue(Instant now) {
        boolean renewal = !now.isBefore(half) && hasNews();
        return isInHurry() || renewal || wishing && !now.isBefore(earliest());
    }

    /** The entity is to hear it before anything else is tried, here or elsewhere. */
    private boolean isInHurry() {
        return key.kind() == QuotaKey.Kind.DESTINATION && (outcomes.failures() > 0 || condition instanceof Condition.Down && outcomes.successes() > 0);
    }

    private boolean hasNews() {
        return inUse > 0 || peak > 0 || connects.isUsed() || messages.isUsed() || outcomes.successes() + outcomes.failures() > 0;
    }

    /** When to look at it again; empty if only somebody's wish changes anything. */
    synchronized Optional<Instant> nextLook() {
        if (asking) {
            return Optional.of(sent.plus(PATIENCE));
        }
        if (isInHurry()) {
            return Optional.of(sent.plus(PAUSE));
        }
        Optional<Instant> renewal = hasNews() ? Optional.of(half.isAfter(sent.plus(PAUSE)) ? half : sent.plus(PAUSE)) : Optional.empty();
        if (!wishing) {
            return renewal;
        }
        Instant early = earliest();
        return Optional.of(renewal.filter(early::isAfter).orElse(early));
    }

    /** Takes an answer; true if listeners are to be told. */
    synchronized boolean take(long answered, Reply reply, Instant now) {
        if (!asking || answered != round) {
            return false;                                               // its entity takes what it gave for granted until it lapses
        }
        asking = false;
        told = NOTHING;
        int before = limit(now);
        boolean open = before > inUse && !connects.isEmpty() && !messages.isEmpty();
        boolean other = !reply.condition().getClass().equals(condition.getClass());
        condition = reply.condition();
        again = sent.plus(reply.again());
        if (!(reply instanceof Reply.Granted grant)) {
            satisfied = false;
            growing = false;
            return other;
        }
        known = grant.name();
        granted = grant.connections();
        until = sent.plus(grant.length());
        half = sent.plus(grant.length().dividedBy(2));
        growing = grant.growing();
        stopped = outcomes.failures() > 0 && outcomes.successes() == 0 && key.kind() == QuotaKey.Kind.DESTINATION;
        connects.add(grant.connects(), asked.connects().wanted());
        messages.add(grant.messages(), asked.messages().wanted());
        if (granted == 0) {
            connects.lapse();
            messages.lapse();
        }
        satisfied = granted >= asked.wanted() && granted > 0 && connects.isFull() && messages.isFull();
        boolean opened = limit(now) > inUse && !connects.isEmpty() && !messages.isEmpty();
        boolean tell = other || limit(now) > before || opened && (!open || wishing);
        wishing = (wishing || inUse > 0 && inUse >= limit(now)) && !opened;
        return tell;
    }

    synchronized Instant used() {
        return used;
    }

    synchronized Destinations.Local local(Rules rules) {
        return new Destinations.Local(key, standing(condition), inUse, limit(clock.instant()), rules.limits(key), used);
    }
}
