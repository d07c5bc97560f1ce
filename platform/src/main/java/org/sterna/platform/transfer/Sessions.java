package org.sterna.platform.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.sterna.platform.connection.ConnectionSettings;
import org.sterna.platform.connection.Connector;
import org.sterna.platform.destination.Quota;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Quotas;
import org.sterna.platform.tls.ClientHandshake;
import org.sterna.platform.tls.TlsException;
import org.sterna.protocols.smtp.ClientCredentials;
import org.sterna.protocols.smtp.ClientRules;

/** Opens connections as limits allow, and keeps count of them. Thread-safe. */
final class Sessions {
    private final ActorSystem<?> system;
    private final RelaySettings settings;
    private final RelayTools tools;
    private final Quotas quotas;
    private final ConnectionPool pool;
    private final Consumer<String> freed;
    private final AtomicLong numbers = new AtomicLong();

    /** @param freed told the destination whose connection is gone */
    Sessions(ActorSystem<?> system, RelaySettings settings, RelayTools tools, Quotas quotas, Consumer<String> freed) {
        this.system = system;
        this.settings = settings;
        this.tools = tools;
        this.quotas = quotas;
        this.pool = new ConnectionPool(settings.maxConnections());
        this.freed = freed;
    }

    ConnectionPool pool() {
        return pool;
    }

    Quota quota(QuotaKey key) {
        return quotas.of(key);
    }

    /** What came of asking for a connection. */
    sealed interface Opening {
        record Opened(OpenSession session) implements Opening { }

        /** A limit is reached: later. */
        record Limited() implements Opening { }

        /** It can never be made as it stands. */
        record Impossible(String reason) implements Opening { }
    }

    /** A connection with its first errand, for which it takes the message's part of the shared limits, too. */
    Opening open(SessionKey key, String host, List<QuotaKey> providers, Errand first) {
        Optional<ClientCredentials> credentials;
        try {
            credentials = key.credentials().isPresent() ? Optional.of(tools.credentials().read(key.credentials().get())) : Optional.empty();
            if (key.tls().identity().isPresent()) {
                handshake(key).engine();                        // now, and not when the host has agreed to STARTTLS
            }
        } catch (IOException | TlsException e) {
            return new Opening.Impossible(e.getMessage());
        }
        List<InetAddress> sources = new ArrayList<>(key.sources().stream().filter(each -> AddressFamilies.isSame(each, key.address().getAddress())).toList());
        if (sources.isEmpty() && !key.sources().isEmpty()) {
            return new Opening.Impossible("there is no address of its kind to come from");
        }
        if (sources.isEmpty()) {
            return open(key, host, providers, Optional.empty(), credentials, first);
        }
        int start = tools.random().nextInt(sources.size());
        for (int i = 0; i < sources.size(); i++) {
            Opening opening = open(key, host, providers, Optional.of(sources.get((start + i) % sources.size())), credentials, first);
            if (opening instanceof Opening.Opened) {
                return opening;
            }
        }
        return new Opening.Limited();
    }

    private Opening open(SessionKey key, String host, List<QuotaKey> providers, Optional<InetAddress> source, Optional<ClientCredentials> credentials, Errand first) {
        List<QuotaKey> shared = new ArrayList<>(providers);
        source.ifPresent(address -> shared.add(new QuotaKey(QuotaKey.Kind.SOURCE, address.getHostAddress())));
        boolean free = first.job().isQuestion();                    // a question has an allowance of its own
        List<Quota> all = new ArrayList<>(shared.stream().map(quotas::of).toList());
        Optional<Permits> message = Permits.send(free ? List.of() : all);
        all.add(0, quotas.of(new QuotaKey(QuotaKey.Kind.DESTINATION, key.destination())));
        Optional<Permits> connection = message.flatMap(unused -> Permits.connect(free ? List.of() : all));
        if (connection.isEmpty()) {
            message.ifPresent(Permits::giveBack);
            makeRoom(key.destination(), shared);
            return new Opening.Limited();
        }
        if (!free && !pool.tryOpen()) {
            connection.get().cancel();
            message.get().giveBack();
            return new Opening.Limited();
        }
        OpenSession session = new OpenSession(key, shared);
        session.carry(first.andThen(carried -> {
            if (!carried.is(Errand.Sign.BEGUN)) {
                message.get().giveBack();
            }
        }));
        try {
            start(key, host, source, credentials, session, connection.get(), !free);
        } catch (RuntimeException e) {                              // the system goes down
            connection.get().cancel();
            message.get().giveBack();
            if (!free) {
                pool.closed();
            }
            throw e;
        }
        return new Opening.Opened(session);
    }

    /** One that rests may be in the way: of this destination, or of another that shares a limit. */
    private void makeRoom(String destination, List<QuotaKey> shared) {
        if (!pool.closeOne(session -> session.key().destination().equals(destination))) {
            pool.closeOne(session -> session.shared().stream().anyMatch(shared::contains));
        }
    }

    /** Gives an errand to a connection that rested; empty if a limit of messages is reached, and it rests on. */
    boolean reuse(OpenSession session, Errand errand) {
        Optional<Permits> message = Permits.send(session.shared().stream().map(quotas::of).toList());
        if (message.isEmpty()) {
            pool.rest(session);
            return false;
        }
        carry(session, errand.andThen(carried -> {
            if (!carried.is(Errand.Sign.BEGUN) || carried.is(Errand.Sign.STALE)) {
                message.get().giveBack();
            }
        }));
        return true;
    }

    /** One that has ended meanwhile is stale. */
    void carry(OpenSession session, Errand errand) {
        if (!session.carry(errand)) {
            new Transaction(errand, true).gone();
        }
    }

    /** Its holder has no more for it now. */
    void giveBack(OpenSession session) {
        if (session.errands() >= quotas.rule(session.key().destination()).messagesPerConnection()) {
            session.leave();
        } else {
            pool.rest(session);
        }
    }

    private void start(SessionKey key, String host, Optional<InetAddress> source, Optional<ClientCredentials> credentials, OpenSession session,
            Permits permits, boolean counted) {
        Transport.TlsDemand tls = key.tls();
        ClientRules client = new ClientRules(settings.hostName(),
                key.protocol() == Transport.Protocol.LMTP ? ClientRules.Protocol.LMTP : ClientRules.Protocol.SMTP,
                ClientRules.TlsLevel.valueOf(tls.level().name()), tls.implicit(), credentials);
        Duration idle = quotas.rule(key.destination()).idle();
        SessionRules rules = new SessionRules(client, host, key, handshake(key), tools.outcomes(), settings.timeouts(), idle, settings.maxConversion(), new SessionRules.Life() {
            @Override
            public boolean mayLeave() {
                return pool.remove(session);
            }

            @Override
            public void retired() {
                pool.remove(session);
            }

            @Override
            public void ended() {
                pool.remove(session);
                permits.giveBack();
                if (counted) {
                    pool.closed();
                }
                freed.accept(key.destination());
            }
        });
        ActorRef<Object> actor = system.systemActorOf(RelaySession.create(rules, session), "relay-session-" + numbers.incrementAndGet(), Props.empty());
        session.runs(actor);
        new Connector(source.map(address -> new InetSocketAddress(address, 0)), settings.connectTimeout(),
                tls.implicit() ? Optional.of(rules.handshake().engine()) : Optional.empty(), ConnectionSettings.DEFAULT)
                .connect(system, key.address(), actor.unsafeUpcast());
    }

    private ClientHandshake handshake(SessionKey key) {
        return tools.tls().handshake(key.host(), key.address().getPort(), key.tls().check(), key.tls().identity());
    }
}
