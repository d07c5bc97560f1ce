package org.sterna.platform.recorder;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;

/** The events of one Connection, behind the conversation: never waits, counts what the log had no room for. One thread. */
public final class SessionRecorder {
    private final CassandraSessionLog log;
    private final Clock clock;
    private final SessionId id;
    private long octetsIn;
    private long octetsOut;
    private long overrun;
    private boolean closed;

    private SessionRecorder(CassandraSessionLog log, Clock clock, SessionId id) {
        this.log = log;
        this.clock = clock;
        this.id = id;
    }

    /** Begins a session. */
    public static SessionRecorder open(CassandraSessionLog log, Clock clock, String service, InetSocketAddress remote, InetSocketAddress local) {
        return new SessionRecorder(log, clock, log.open(new SessionEvent.Opened(service, text(remote), text(local), clock.instant())));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    public SessionId id() {
        return id;
    }

    public void received(int octets) {
        octetsIn += octets;
    }

    public void sent(int octets) {
        octetsOut += octets;
    }

    public void secured(String protocol, String cipherSuite) {
        add(at -> new SessionEvent.Secured(protocol, cipherSuite, at));
    }

    /** @param by the account that acts for this one; usually nobody */
    public void authenticated(String account, Optional<String> by) {
        add(at -> new SessionEvent.Authenticated(account, by, at));
    }

    public void authenticationFailed(String name) {
        add(at -> new SessionEvent.AuthenticationFailed(name, at));
    }

    public void mailboxSelected(String name) {
        add(at -> new SessionEvent.MailboxSelected(name, at));
    }

    public void transactionAccepted(QueueId queueId, Optional<Fingerprint> fingerprint) {
        add(at -> new SessionEvent.TransactionAccepted(queueId, fingerprint, at));
    }

    public void replyDelivered(QueueId queueId) {
        add(at -> new SessionEvent.ReplyDelivered(queueId, at));
    }

    /** The protocol itself refused. */
    public void refused(String command, String reply) {
        refused(command, "", reply);
    }

    /** @param rule the limit, list or policy that refused */
    public void refused(String command, String rule, String reply) {
        add(at -> new SessionEvent.Refused(command, rule, reply, at));
    }

    public void tagged(String rule, String text) {
        add(at -> new SessionEvent.Tagged(rule, text, at));
    }

    /** What was found out about a message that came. */
    public void checked(String method, String result, String about, String reason) {
        add(at -> new SessionEvent.Checked(method, result, about, reason, at));
    }

    public void clientAssumed(String proxy, String client) {
        add(at -> new SessionEvent.ClientAssumed(proxy, client, at));
    }

    public void transactionRepeated(QueueId queueId) {
        add(at -> new SessionEvent.TransactionRepeated(queueId, at));
    }

    /** Ends the session; later calls do nothing. */
    public void closed(String reason) {
        if (!closed) {
            add(at -> new SessionEvent.Closed(reason, octetsIn, octetsOut, overrun, at));
            closed = true;
        }
    }

    private void add(Function<Instant, SessionEvent> event) {
        if (!closed && !log.add(id, event.apply(clock.instant()))) {
            overrun++;
        }
    }
}
