package org.sterna.protocols.smtp;

import org.sterna.protocols.smtp.ClientRules.Protocol;
import org.sterna.protocols.smtp.ClientRules.TlsLevel;

/**
 * Second: EHLO, LHLO or HELO is sent. Before: {@link AwaitingGreeting} or {@link UpgradingTls}; next: {@link AwaitingTlsReply},
 * {@link AwaitingAuthReply} or {@link AwaitingTransaction}.
 *
 * @param extended EHLO or LHLO, not HELO
 */
record AwaitingHello(ClientConnection connection, boolean extended) implements BetweenTransactions {
    static Step begin(ClientConnection connection) {
        return ClientState.send(new AwaitingHello(connection, true),
                connection.rules().protocol().hello() + " " + connection.rules().clientName() + "\r\n");
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.HELLO;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isPositive()) {
            return accepted(connection.offering(extended ? ServerOffer.in(reply) : ServerOffer.NOTHING));
        }
        if (reply.isPermanent() && extended && connection.rules().protocol() == Protocol.SMTP) {
            // RFC 5321 section 3.2: a server that does not know EHLO may know HELO.
            return ClientState.send(new AwaitingHello(connection, false), "HELO " + connection.rules().clientName() + "\r\n");
        }
        return reply.isIntermediate() ? confused(reply) : ClientConnection.refuse(Outcome.of(reply));
    }

    private static Step accepted(ClientConnection connection) {
        TlsLevel level = connection.rules().tls();
        if (!connection.secured() && level != TlsLevel.NONE && connection.offer().has("STARTTLS")) {
            return ClientState.send(new AwaitingTlsReply(connection), "STARTTLS\r\n");
        }
        if (!connection.secured() && level.isDemanded()) {
            return ClientConnection.refuse(Outcome.deferred(Outcome.ENCRYPTION_NEEDED, "TLS is demanded, and the next host does not offer it"));
        }
        return connection.logIn();
    }
}
