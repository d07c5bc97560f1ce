package org.sterna.persistence.session;

import java.time.Instant;
import java.util.Optional;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;

/** What has happened in a session. */
public sealed interface SessionEvent {
    Instant at();

    /**
     * @param service the listener, such as {@code submission}, or {@code relay} for a connection we opened
     * @param remote  address and port of the other side
     * @param local   address and port of this side
     */
    record Opened(String service, String remote, String local, Instant at) implements SessionEvent { }

    record Secured(String protocol, String cipherSuite, Instant at) implements SessionEvent { }

    /**
     * The client is an account from here on.
     *
     * @param by the account whose credentials were shown, if it acts for the other one
     */
    record Authenticated(String account, Optional<String> by, Instant at) implements SessionEvent { }

    /** Credentials that were refused; never the password. */
    record AuthenticationFailed(String name, Instant at) implements SessionEvent { }

    record MailboxSelected(String name, Instant at) implements SessionEvent { }

    record TransactionAccepted(QueueId queueId, Optional<Fingerprint> fingerprint, Instant at) implements SessionEvent { }

    /** The {@code 250} has reached the client (RFC 1047). */
    record ReplyDelivered(QueueId queueId, Instant at) implements SessionEvent { }

    /**
     * A command was refused.
     *
     * @param command its verb, or {@code CONNECT} before the greeting; empty if it could not be read
     * @param rule    the limit, list or policy that refused; empty if the protocol itself did
     */
    record Refused(String command, String rule, String reply, Instant at) implements SessionEvent { }

    /** A policy let it pass, and said so in the message. */
    record Tagged(String rule, String text, Instant at) implements SessionEvent { }

    /**
     * What a message's sender claims was checked.
     *
     * @param method such as {@code spf} (RFC 8601 section 2.7)
     * @param result such as {@code pass}
     * @param about  what was checked, such as {@code smtp.mailfrom=example.org}; empty if there was nothing
     * @param reason empty if there is nothing to say
     */
    record Checked(String method, String result, String about, String reason, Instant at) implements SessionEvent { }

    /**
     * A trusted proxy said whom it speaks for.
     *
     * @param proxy  the proxy's address
     * @param remote the client's address and port, as far as they were said
     */
    record ClientAssumed(String proxy, String remote, Instant at) implements SessionEvent { }

    /** The transaction had been accepted before, and its reply never reached the client: the same queue id was said again. RFC 1047. */
    record TransactionRepeated(QueueId queueId, Instant at) implements SessionEvent { }

    /** @param overrun events that were dropped because the log's buffer was full */
    record Closed(String reason, long octetsIn, long octetsOut, long overrun, Instant at) implements SessionEvent { }

    /** The node ended before the session did. */
    record Lost(Instant at) implements SessionEvent { }
}
