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
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.MailParameters;
import org.sterna.protocols.smtp.Outcome;

/**
 * One attempt at one job: finds the hosts, and tries one address after the other until one has taken the message, refused
 * it for good, or may have it (RFC 5321 section 5.1).
 */
final class RelayAttempt extends AbstractBehavior<RelayAttempt.Message> {
    sealed interface Message { }

    private record Found(MailHosts hosts, int port) implements Message { }

    /** A session with one address ended. */
    record Tried(Map<ForwardPath, Outcome> outcomes, boolean retryInClear) implements Message { }

    /** A session's actor is gone; if it told nothing before, it crashed. */
    private record SessionEnded(int number) implements Message { }

    private record Address(String host, InetSocketAddress socket) {
        private String text() {
            return host + " [" + socket.getAddress().getHostAddress() + "]:" + socket.getPort();
        }
    }

    private final RelayTools tools;
    private final RelayJob job;
    private final CompletableFuture<RelayResult> result;
    private final Deque<Address> addresses = new ArrayDeque<>();
    private final Map<ForwardPath, Outcome> outcomes = new HashMap<>();
    private int sessions;
    private int alive;
    private boolean over;
    private Optional<Address> current = Optional.empty();

    private RelayAttempt(ActorContext<Message> context, RelayTools tools, RelayJob job,
            CompletableFuture<RelayResult> result) {
        super(context);
        this.tools = tools;
        this.job = job;
        this.result = result;
        Optional<String> route = tools.directory().current().route(job.domain());
        Optional<NextHop> hop = route.flatMap(text -> NextHop.parse(text, tools.settings().smtpPort()));
        int port = hop.map(NextHop::port).orElse(tools.settings().smtpPort());
        context.pipeToSelf(hop.isPresent() ? tools.resolver().hostAddresses(hop.get().host()) : tools.resolver().mailHosts(job.domain()),
                (hosts, failure) -> new Found(failure == null ? hosts : new MailHosts.TemporaryFailure(failure.toString()), port));
    }

    /** What every attempt uses. */
    record RelayTools(RelaySettings settings, MailResolver resolver, DirectoryCopy directory, OpportunisticTls tls) { }

    static Behavior<Message> create(RelayTools tools, RelayJob job, CompletableFuture<RelayResult> result) {
        return Behaviors.setup(context -> {
            try {
                return new RelayAttempt(context, tools, job, result);
            } catch (RuntimeException e) {          // nobody gets a PostStop for it, and the job holds a slot
                context.getLog().error("{}: no attempt could be made", job.name(), e);
                Map<ForwardPath, Outcome> deferred = new HashMap<>();
                job.recipients().forEach(each -> deferred.put(each, new Outcome.Deferred(new EnhancedStatus(4, 3, 0),
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
                for (InetAddress address : host.addresses()) {
                    if (addresses.size() < tools.settings().maxAttempts()) {
                        addresses.add(new Address(host.name(), new InetSocketAddress(address, found.port())));
                    }
                }
            }
            return next();
        }
        if (hosts instanceof MailHosts.NullMx) {
            return failed("5.1.10", "556 5.1.10 The domain " + job.domain() + " accepts no mail");      // RFC 7505 section 4.2
        }
        if (hosts instanceof MailHosts.NoSuchDomain) {
            return failed("5.1.2", "The domain " + job.domain() + " does not exist");
        }
        if (hosts instanceof MailHosts.NoMailHost none) {
            return failed("5.4.4", "No host takes mail for " + job.domain() + ": " + none.text());
        }
        if (hosts instanceof MailHosts.TemporaryFailure failure) {
            return deferred("4.4.3", "The hosts of " + job.domain() + " could not be looked up: " + failure.text());
        }
        throw new AssertionError(hosts);
    }

    private Behavior<Message> failed(String status, String reason) {
        job.recipients().forEach(each -> outcomes.put(each, new Outcome.Failed(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty())));
        return done();
    }

    private Behavior<Message> deferred(String status, String reason) {
        job.recipients().forEach(each -> outcomes.putIfAbsent(each, new Outcome.Deferred(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty())));
        return done();
    }

    private Behavior<Message> next() {
        if (addresses.isEmpty()) {
            return deferred("4.4.1", "No host of " + job.domain() + " could be reached");
        }
        Address address = addresses.removeFirst();
        current = Optional.of(address);
        connect(address, ClientPlan.TlsLevel.MAY);
        return this;
    }

    private void connect(Address address, ClientPlan.TlsLevel level) {
        List<ForwardPath> open = job.recipients().stream().filter(each -> !(outcomes.get(each) instanceof Outcome.Relayed
                || outcomes.get(each) instanceof Outcome.Failed || outcomes.get(each) instanceof Outcome.Ambiguous)).toList();
        ClientPlan plan = new ClientPlan(tools.settings().hostName(), job.reversePath(), open, job.content().size(),
                job.eightBit() ? MailParameters.BodyType.EIGHT_BIT_MIME : MailParameters.BodyType.SEVEN_BIT, level);
        ActorRef<Message> self = getContext().getSelf();
        ActorRef<Object> session = getContext().spawnAnonymous(RelaySession.create(job, plan, address.text(),
                () -> tools.tls().engine(address.host(), address.socket().getPort()), tools.settings().timeouts(), self));
        getContext().watchWith(session, new SessionEnded(++sessions));
        alive++;
        Connector.clear(tools.settings().connectTimeout()).connect(getContext().getSystem(), address.socket(), session.unsafeUpcast());
    }

    private Behavior<Message> onSessionEnded(SessionEnded ended) {
        alive--;
        if (over) {
            return alive == 0 ? Behaviors.stopped() : this;
        }
        return ended.number() == sessions ? onTried(new Tried(Map.of(), false)) : this;
    }

    private Behavior<Message> onTried(Tried tried) {
        sessions++;
        if (tried.retryInClear()) {
            connect(current.orElseThrow(), ClientPlan.TlsLevel.NONE);
            return this;
        }
        outcomes.putAll(tried.outcomes());
        boolean open = job.recipients().stream().anyMatch(each -> !outcomes.containsKey(each) || outcomes.get(each) instanceof Outcome.Deferred);
        return open && !addresses.isEmpty() ? next() : done();
    }

    /** Sessions that still take leave keep us alive: they are our children and would be cut off before their QUIT (RFC 5321 section 4.1.1.10). */
    private Behavior<Message> done() {
        over = true;
        job.recipients().forEach(each -> outcomes.putIfAbsent(each, new Outcome.Deferred(new EnhancedStatus(4, 4, 1), "No host was tried", Optional.empty())));
        result.complete(new RelayResult(current.map(Address::text).orElse(""), outcomes));
        return alive == 0 ? Behaviors.stopped() : this;
    }
}
