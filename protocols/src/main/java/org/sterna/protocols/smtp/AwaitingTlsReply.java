package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/** STARTTLS is sent. Before: {@link AwaitingHello}; next: {@link UpgradingTls}. RFC 3207 section 4. */
record AwaitingTlsReply(ClientConnection connection) implements BetweenTransactions {
    @Override
    public ClientPhase phase() {
        return ClientPhase.HELLO;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.code() == 220) {
            return new Step(new UpgradingTls(connection), List.of(new ClientAction.UpgradeTls()));
        }
        if (connection.rules().tls().isDemanded()) {
            return ClientConnection.refuse(new Outcome.Deferred(Outcome.ENCRYPTION_NEEDED,
                    "TLS is demanded, and the next host refused it: " + reply, Optional.of(reply)));
        }
        // Opportunistic: the offer was not meant, so messages go in the clear as they would without it.
        return connection.logIn();
    }
}
