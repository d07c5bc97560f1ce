package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.sterna.platform.destination.DestinationRule;
import org.sterna.platform.transfer.Errand.Carried;
import org.sterna.platform.transfer.Errand.Sign;
import org.sterna.platform.transfer.HostList.Target;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.MailParameters;

/**
 * One attempt at one job: finds the hosts, and tries one address after the other until one has taken the message, refused it for good, or may have it
 * (RFC 5321 section 5.1). Where a limit stands in the way it parks with its {@link Owner} until it is told to go on. Thread-safe; one thing happens at a
 * time.
 */
final class RelayAttempt {
    /** Who made it. */
    interface Owner {
        /** No connection may be opened now: {@link RelayAttempt#resume()} when that may have changed. */
        void parked(RelayAttempt attempt);

        /**
         * It is over; said once.
         *
         * @param sent whether any transaction was begun
         */
        void ended(RelayAttempt attempt, RelayResult result, boolean sent);
    }

    private final Relay.Shared shared;
    private final RelayJob job;
    private final Owner owner;
    private final DestinationRule rule;
    private final List<InetAddress> sources;
    private final Map<ForwardPath, Outcome> outcomes = new HashMap<>();
    /** Recipients whose outcome so far says nothing of other hosts. */
    private final Set<ForwardPath> hostOnly = new HashSet<>();
    private final Deque<Target> targets = new ArrayDeque<>();
    private final Map<String, Transport.TlsDemand> demands = new HashMap<>();
    private final List<ForwardPath> rest = new ArrayList<>();
    private final boolean requiresTls;
    private List<Target> all = List.of();
    private boolean lenient;
    private Optional<Target> current = Optional.empty();
    private Optional<Target> last = Optional.empty();
    private Transport.TlsDemand level = Transport.TlsDemand.MAY;
    private List<ForwardPath> asked = List.of();
    private Optional<OpenSession> session = Optional.empty();
    private boolean fresh;
    private boolean parked;
    private boolean over;
    private boolean sent;
    private String security = "";
    private final AttemptHealth health;

    RelayAttempt(Relay.Shared shared, RelayJob job, Owner owner) {
        this.shared = shared;
        this.job = job;
        this.owner = owner;
        this.rule = shared.quotas().rule(job.transport().destination());
        this.sources = shared.tools().sources().of(job.transport(), job.account(), job.reversePath(), rule.sources());
        this.requiresTls = job.parameters().get().filter(MailParameters::requireTls).isPresent();
        this.health = new AttemptHealth(job.isQuestion() ? key -> Optional.empty() : key -> Optional.of(shared.quotas().of(key)), job.transport().destination());
    }

    /** Begins; returns at once. */
    void start() {
        boolean asTransport = job.parameters().get().filter(MailParameters::tlsOptional).isPresent();
        HostLookup.of(shared, job.transport(), sources, asTransport ? TlsPolicy.AS_TRANSPORT : shared.tools().policy()).whenComplete((found, failure) -> guarded(() -> {
            if (failure != null) {
                throw new CompletionException(failure);
            }
            onFound(found);
        }));
    }

    /** Whatever goes wrong here ends the attempt: nobody else would. */
    private void guarded(Runnable work) {
        synchronized (this) {
            if (over) {
                return;
            }
            try {
                work.run();
            } catch (RuntimeException e) {
                shared.log().error("{}: the attempt broke off", job.name(), e);
                session.ifPresent(OpenSession::leave);
                finish(new Outcome.Deferred(new EnhancedStatus(4, 3, 0), "The attempt broke off: " + e, Optional.empty()));
            }
        }
    }

    private void onFound(HostLookup.Found found) {
        if (found instanceof HostLookup.Targets some) {
            demands.putAll(some.demands());
            health.hosts(some.targets().stream().map(Target::host).distinct().toList(), shared.quotas());
            choose(some.targets());
        } else if (found instanceof HostLookup.Nowhere nowhere) {
            nowhere.failure().ifPresent(health::unreachable);
            finish(nowhere.outcome());
        } else {
            throw new AssertionError(found);
        }
    }

    /**
     * RFC 8689 section 4.2.1: a message that requires TLS goes only to hosts that we name ourselves, whose name is the recipient's domain,
     * or for which DNSSEC or an MTA-STS policy vouches. A report goes all the same (section 5).
     */
    private void choose(List<Target> known) {
        int most = shared.settings().maxAttempts();
        List<Target> sorted = known.stream().sorted(Comparator.comparing(each -> shared.dead().isDead(each.socket()))).toList();
        all = sorted.stream().limit(most).toList();
        List<Target> vouched = sorted.stream().filter(each -> job.transport().hop().isPresent() || each.host().equalsIgnoreCase(job.transport().domain())
                || demands.get(each.host()).assurance().vouched())
                .limit(most).toList();
        lenient = requiresTls && vouched.isEmpty() && job.reversePath() instanceof NullReversePath;
        targets.addAll(requiresTls && !lenient ? vouched : all);
        if (targets.isEmpty()) {
            failed(Outcome.NO_REQUIRETLS.toString(), "The message requires TLS, and nothing vouches for the names of the hosts of " + job.transport().domain());
            return;
        }
        next();
    }

    /** The next host; one of those that are preferred alike to which a connection rests goes first. */
    private void next() {
        current = Optional.empty();
        if (targets.isEmpty() && requiresTls && !lenient && job.reversePath() instanceof NullReversePath && open().stream().allMatch(hostOnly::contains)) {
            lenient = true;                     // RFC 8689 section 5: a report should not be lost because nobody offers REQUIRETLS
            hostOnly.forEach(outcomes::remove);
            hostOnly.clear();
            targets.addAll(all);
        }
        if (targets.isEmpty()) {
            finish(deferral("4.4.1", "No host of " + job.transport().destination() + " could be reached"));
            return;
        }
        rest.clear();
        rest.addAll(open());
        Target first = targets.getFirst();
        List<Target> alike = targets.stream().filter(each -> each.preference() == first.preference()
                && shared.dead().isDead(each.socket()) == shared.dead().isDead(first.socket())).toList();
        for (Target target : alike) {
            Optional<OpenSession> resting = job.isQuestion() ? Optional.empty() : shared.sessions().pool().take(key(target, demand(target)));
            if (resting.isPresent()) {
                reuse(target, resting.get());
                return;
            }
        }
        open(first, demand(first));
    }

    private Transport.TlsDemand demand(Target target) {
        Transport.TlsDemand demand = demands.get(target.host());
        return requiresTls && !lenient ? demand.at(Transport.TlsDemand.Level.VERIFY) : demand;
    }

    private SessionKey key(Target target, Transport.TlsDemand tls) {
        return new SessionKey(job.transport().destination(), target.host(), target.socket(), job.transport().protocol(), tls, job.transport().credentials(), sources);
    }

    private Errand errand() {
        asked = List.copyOf(rest.subList(0, Math.min(rest.size(), Math.max(1, rule.recipientsPerMessage()))));
        rest.subList(0, asked.size()).clear();
        return new Errand(job, asked, lenient, carried -> guarded(() -> onCarried(carried)));
    }

    private void unasked() {
        rest.addAll(0, asked);
        asked = List.of();
    }

    private void reuse(Target target, OpenSession resting) {
        // First: one that has ended meanwhile says so at once, and then another takes its place.
        use(target, demand(target), resting);
        if (!shared.sessions().reuse(resting, errand())) {
            session = Optional.empty();
            current = Optional.empty();
            targets.addFirst(target);
            unasked();
            park();
        }
    }

    private void open(Target target, Transport.TlsDemand tls) {
        Sessions.Opening opening = shared.sessions().open(key(target, tls), target.text(), health.providers(target.host(), shared.quotas()), errand());
        if (opening instanceof Sessions.Opening.Opened opened) {
            use(target, tls, opened.session());
        } else if (opening instanceof Sessions.Opening.Impossible impossible) {
            unasked();
            targets.remove(target);
            shared.log().warn("{}: {} cannot be used: {}", job.name(), target.text(), impossible.reason());
            health.unreachable(impossible.reason());
            open().forEach(each -> outcomes.put(each, new Outcome.Deferred(new EnhancedStatus(4, 3, 5), "The connection cannot be made as it is configured", Optional.empty())));
            next();
        } else {
            unasked();
            current = fresh ? Optional.of(target) : Optional.empty();
            level = tls;
            park();
        }
    }

    private void use(Target target, Transport.TlsDemand tls, OpenSession used) {
        targets.remove(target);
        fresh = false;
        current = Optional.of(target);
        last = current;
        level = tls;
        session = Optional.of(used);
    }

    private void park() {
        parked = true;
        owner.parked(this);
    }

    /** A limit may be gone. */
    void resume() {
        guarded(() -> {
            if (parked) {
                parked = false;
                if (current.isPresent()) {
                    open(current.get(), level);
                } else {
                    next();
                }
            }
        });
    }

    /** It has waited for too long, or must not go on. */
    void giveUp(String reason) {
        guarded(() -> {
            if (parked && outcomes.isEmpty() && !sent) {
                end(RelayResult.notTried(reason));
            } else if (parked) {
                finish(deferral("4.4.5", reason));
            }
        });
    }

    /** Nobody waits for the answer any more: the connection is cut off. */
    void abandon() {
        guarded(() -> {
            session.ifPresent(OpenSession::abort);
            end(RelayResult.notTried("nobody waits any more"));
        });
    }

    private void onCarried(Carried carried) {
        Target target = current.orElseThrow();
        OpenSession used = session.orElseThrow();
        security = carried.security();
        sent |= carried.is(Sign.BEGUN) && !carried.is(Sign.STALE);
        if (carried.is(Sign.STALE)) {
            again(target, level);
            return;
        }
        if (carried.is(Sign.RETRY_IN_CLEAR)) {
            again(target, level.at(Transport.TlsDemand.Level.NONE));
            return;
        }
        boolean reached = carried.is(Sign.REACHED);
        if (reached) {
            shared.dead().reached(target.socket());
        } else {
            shared.dead().failed(target.socket());
        }
        carried.outcomes().forEach((path, outcome) -> merge(path, outcome, reached));
        health.tried(target.host(), reached, carried.outcomes().values(), requiresTls && !lenient);
        rest.addAll(0, carried.left());
        boolean served = carried.outcomes().values().stream().anyMatch(each -> !(each instanceof Outcome.Deferred)) && reached;
        if (!rest.isEmpty() && carried.is(Sign.REUSABLE)) {
            shared.sessions().carry(used, errand());
            return;
        }
        if (carried.is(Sign.REUSABLE)) {
            if (job.isQuestion()) {
                used.leave();
            } else {
                shared.sessions().giveBack(used);
            }
        }
        session = Optional.empty();
        if (!rest.isEmpty() && served) {
            fresh = true;                                       // no more of them at a time over one connection
            open(target, level);
        } else if (open().isEmpty() || targets.isEmpty() && !(requiresTls && !lenient && job.reversePath() instanceof NullReversePath)) {
            finish(deferral("4.4.1", "No host of " + job.transport().destination() + " could be reached"));
        } else {
            next();
        }
    }

    /** The same to the same host over a connection of its own. */
    private void again(Target target, Transport.TlsDemand tls) {
        session = Optional.empty();
        unasked();
        fresh = true;
        open(target, tls);
    }

    /** Where one host can be asked again later, it does not matter that another one will never do. */
    private void merge(ForwardPath path, Outcome outcome, boolean reached) {
        boolean ofHost = !reached || isUnsuited(outcome);
        boolean keep = outcomes.get(path) instanceof Outcome.Deferred && ofHost && outcome instanceof Outcome.Failed;
        if (!keep) {
            outcomes.put(path, outcome);
            if (ofHost) {
                hostOnly.add(path);
            } else {
                hostOnly.remove(path);
            }
        }
    }

    private static boolean isUnsuited(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.reply().isEmpty()
                && (failed.status().equals(Outcome.NO_ENCRYPTION) || failed.status().equals(Outcome.NO_REQUIRETLS));
    }

    /** Recipients for which another host may do better. */
    private List<ForwardPath> open() {
        return job.forwardPaths().stream().filter(each -> !outcomes.containsKey(each) || outcomes.get(each) instanceof Outcome.Deferred
                || hostOnly.contains(each)).toList();
    }

    private void failed(String status, String reason) {
        finish(new Outcome.Failed(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty()));
    }

    private static Outcome deferral(String status, String reason) {
        return new Outcome.Deferred(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty());
    }

    /** @param others what those get who are not decided */
    private void finish(Outcome others) {
        job.forwardPaths().forEach(each -> outcomes.putIfAbsent(each, others));
        health.report();
        end(RelayResult.of(last.map(Target::text).orElse(""), security, outcomes));
    }

    private void end(RelayResult result) {
        over = true;
        owner.ended(this, result, sent);
    }
}
