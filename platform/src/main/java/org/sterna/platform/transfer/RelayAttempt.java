package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.platform.connection.Connector;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.OpportunisticTls;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.MailParameters;

/**
 * One attempt at one job: finds the hosts, and tries one address after the other until one has taken the message, refused
 * it for good, or may have it (RFC 5321 section 5.1).
 */
final class RelayAttempt extends AbstractBehavior<RelayAttempt.Message> {
    sealed interface Message { }

    /** @param named the host was named by us, not by the DNS */
    private record Found(MailHosts hosts, int port, boolean named) implements Message { }

    /**
     * A session with one address ended.
     *
     * @param left recipients for another session with it
     */
    record Tried(Map<ForwardPath, Outcome> outcomes, List<ForwardPath> left, boolean retryInClear) implements Message { }

    /** Nobody waits for the answer any more. */
    private enum Abandoned implements Message { ABANDONED }

    /** A session's actor is gone; if it told nothing before, it crashed. */
    private record SessionEnded(int number) implements Message { }

    private record Address(String host, InetSocketAddress socket) {
        private String text() {
            return host + " [" + socket.getAddress().getHostAddress() + "]:" + socket.getPort();
        }
    }

    private final RelayTools tools;
    private final RelayJob job;
    private final String domain;
    private final CompletableFuture<RelayResult> result;
    private final Deque<Address> addresses = new ArrayDeque<>();
    private final Map<ForwardPath, Outcome> outcomes = new HashMap<>();
    private List<ForwardPath> asked = List.of();
    private int sessions;
    private int alive;
    private boolean over;
    private Optional<Address> current = Optional.empty();
    private ClientPlan.TlsLevel level;
    private List<Address> all = List.of();

    private RelayAttempt(ActorContext<Message> context, RelayTools tools, RelayJob job,
            CompletableFuture<RelayResult> result) {
        super(context);
        this.tools = tools;
        this.job = job;
        this.result = result;
        this.domain = job.hop().domain();
        this.level = job.parameters().get().filter(MailParameters::requireTls).isPresent() ? ClientPlan.TlsLevel.REQUIRED : ClientPlan.TlsLevel.MAY;
        Optional<String> route = job.hop().nextHop().or(() -> tools.directory().current().route(domain));
        Optional<NextHop> hop = route.flatMap(text -> NextHop.parse(text, tools.settings().smtpPort()));
        int port = hop.map(NextHop::port).orElse(tools.settings().smtpPort());
        if (job.purpose() == ClientPlan.Purpose.ASK) {
            ActorRef<Message> self = context.getSelf();
            result.whenComplete((answer, failure) -> self.tell(Abandoned.ABANDONED));
        }
        if (route.isPresent() && hop.isEmpty()) {               // never by MX instead: that may be this host, or somebody who does not relay for it
            context.getSelf().tell(new Found(new MailHosts.TemporaryFailure("'" + route.get() + "' is no next hop"), port, true));
            return;
        }
        context.pipeToSelf(hop.isPresent() ? tools.resolver().hostAddresses(hop.get().host()) : tools.resolver().mailHosts(domain),
                (hosts, failure) -> new Found(failure == null ? hosts : new MailHosts.TemporaryFailure(failure.toString()), port, hop.isPresent()));
    }

    /** What every attempt uses. */
    record RelayTools(RelaySettings settings, MailResolver resolver, DirectoryCopy directory, OpportunisticTls tls, VerifiedTls verified) { }

    static Behavior<Message> create(RelayTools tools, RelayJob job, CompletableFuture<RelayResult> result) {
        return Behaviors.setup(context -> {
            try {
                return new RelayAttempt(context, tools, job, result);
            } catch (RuntimeException e) {          // nobody gets a PostStop for it, and the job holds a slot
                context.getLog().error("{}: no attempt could be made", job.name(), e);
                Map<ForwardPath, Outcome> deferred = new HashMap<>();
                job.forwardPaths().forEach(each -> deferred.put(each, new Outcome.Deferred(new EnhancedStatus(4, 3, 0),
                        "No attempt could be made: " + e, Optional.empty())));
                result.complete(new RelayResult("", deferred));
                return Behaviors.stopped();
            }
        });
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Found.class, this::onFound)
                .onMessage(Tried.class, this::onTried)
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessageEquals(Abandoned.ABANDONED, () -> over ? this : Behaviors.stopped())
                .onSignal(PostStop.class, stopped -> {
                    done();
                    return this;
                })
                .build();
    }

    private Behavior<Message> onFound(Found found) {
        MailHosts hosts = found.hosts();
        if (hosts instanceof MailHosts.Hosts some) {
            for (MailHost host : some.hosts()) {
                if (level == ClientPlan.TlsLevel.REQUIRED && !found.named() && !host.name().equalsIgnoreCase(domain)) {
                    continue;
                }
                for (InetAddress address : host.addresses()) {
                    if (addresses.size() < tools.settings().maxAttempts()) {
                        addresses.add(new Address(host.name(), new InetSocketAddress(address, found.port())));
                    }
                }
            }
            if (addresses.isEmpty()) {
                return notVouchedFor(found);
            }
            all = List.copyOf(addresses);
            return next();
        }
        if (hosts instanceof MailHosts.NullMx) {
            return failed("5.1.10", "556 5.1.10 The domain " + domain + " accepts no mail");      // RFC 7505 section 4.2
        }
        if (hosts instanceof MailHosts.NoSuchDomain) {
            return failed("5.1.2", "The domain " + domain + " does not exist");
        }
        if (hosts instanceof MailHosts.NoMailHost none) {
            return failed("5.4.4", "No host takes mail for " + domain + ": " + none.text());
        }
        if (hosts instanceof MailHosts.TemporaryFailure failure) {
            return deferred("4.4.3", "The hosts of " + domain + " could not be looked up: " + failure.text());
        }
        throw new AssertionError(hosts);
    }

    /**
     * RFC 8689 section 4.2.1: a message that requires TLS goes only to hosts that we name ourselves, whose name is the recipient's domain,
     * or for which DNSSEC or an MTA-STS policy vouches; there is neither here yet. A report goes all the same (section 5).
     */
    private Behavior<Message> notVouchedFor(Found found) {
        if (job.reversePath() instanceof NullReversePath) {
            level = ClientPlan.TlsLevel.MAY;
            return onFound(found);
        }
        return failed(Outcome.NO_REQUIRETLS.toString(), "The message requires TLS, and nothing vouches for the names of the hosts of " + domain);
    }

    private Behavior<Message> failed(String status, String reason) {
        job.forwardPaths().forEach(each -> outcomes.put(each, new Outcome.Failed(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty())));
        return done();
    }

    private Behavior<Message> deferred(String status, String reason) {
        job.forwardPaths().forEach(each -> outcomes.putIfAbsent(each, new Outcome.Deferred(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty())));
        return done();
    }

    private Behavior<Message> next() {
        if (addresses.isEmpty() && level == ClientPlan.TlsLevel.REQUIRED && job.reversePath() instanceof NullReversePath
                && open().stream().allMatch(each -> isUnsuited(outcomes.get(each)))) {
            // RFC 8689 section 5: a report should not be lost because nobody offers REQUIRETLS.
            level = ClientPlan.TlsLevel.MAY;
            outcomes.values().removeIf(RelayAttempt::isUnsuited);
            addresses.addAll(all);
        }
        if (addresses.isEmpty()) {
            return deferred("4.4.1", "No host of " + domain + " could be reached");
        }
        Address address = addresses.removeFirst();
        current = Optional.of(address);
        return connect(address, level, open());
    }

    /** Recipients for which another host may do better. */
    private List<ForwardPath> open() {
        return job.forwardPaths().stream().filter(each -> !outcomes.containsKey(each) || outcomes.get(each) instanceof Outcome.Deferred
                || isUnsuited(outcomes.get(each))).toList();
    }

    private static boolean isUnsuited(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.reply().isEmpty()
                && (failed.status().equals(Outcome.NO_ENCRYPTION) || failed.status().equals(Outcome.NO_REQUIRETLS));
    }

    private Behavior<Message> connect(Address address, ClientPlan.TlsLevel tls, List<ForwardPath> recipients) {
        Optional<MailParameters> parameters = job.parameters().get();
        if (parameters.isEmpty()) {
            return deferred("4.4.7", "The time in which it was to be delivered is over");
        }
        asked = recipients;
        ClientPlan plan = new ClientPlan(tools.settings().hostName(), job.reversePath(),
                recipients.stream().map(each -> new ClientPlan.Recipient(each, job.recipients().get(each))).toList(),
                job.content().size(), parameters.get(), new ClientPlan.Level(tls, job.purpose()));
        Supplier<SSLEngine> engines = tls == ClientPlan.TlsLevel.REQUIRED
                ? () -> tools.verified().engine(address.host(), address.socket().getPort())
                : () -> tools.tls().engine(address.host(), address.socket().getPort());
        ActorRef<Message> self = getContext().getSelf();
        ActorRef<Object> session = getContext().spawnAnonymous(RelaySession.create(job, plan, address.text(),
                engines, tools.settings().timeouts(), self));
        getContext().watchWith(session, new SessionEnded(++sessions));
        alive++;
        Connector.clear(tools.settings().connectTimeout()).connect(getContext().getSystem(), address.socket(), session.unsafeUpcast());
        return this;
    }

    private Behavior<Message> onSessionEnded(SessionEnded ended) {
        alive--;
        if (over) {
            return alive == 0 ? Behaviors.stopped() : this;
        }
        return ended.number() == sessions ? onTried(new Tried(Map.of(), List.of(), false)) : this;
    }

    private Behavior<Message> onTried(Tried tried) {
        sessions++;
        if (tried.retryInClear()) {
            return connect(current.orElseThrow(), ClientPlan.TlsLevel.NONE, asked);
        }
        // Where one host can be asked again later, it does not matter that another one will never do.
        tried.outcomes().forEach((path, outcome) -> outcomes.merge(path, outcome,
                (before, now) -> before instanceof Outcome.Deferred && isUnsuited(now) ? before : now));
        if (!tried.left().isEmpty()) {
            return connect(current.orElseThrow(), level, tried.left());     // RFC 9422 section 4: no more at a time
        }
        boolean again = !addresses.isEmpty() || level == ClientPlan.TlsLevel.REQUIRED && job.reversePath() instanceof NullReversePath;
        return again && !open().isEmpty() ? next() : done();
    }

    /** Sessions that still take leave keep us alive: they are our children and would be cut off before their QUIT (RFC 5321 section 4.1.1.10). */
    private Behavior<Message> done() {
        over = true;
        job.forwardPaths().forEach(each -> outcomes.putIfAbsent(each, new Outcome.Deferred(new EnhancedStatus(4, 4, 1), "No host was tried", Optional.empty())));
        result.complete(new RelayResult(current.map(Address::text).orElse(""), outcomes));
        return alive == 0 ? Behaviors.stopped() : this;
    }
}
