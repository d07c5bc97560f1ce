package org.sterna.protocols.smtp;

import java.util.List;

/**
 * RSET is sent. Before: a transaction that was refused; next: {@link AwaitingTransaction}. RFC 5321 section 4.1.1.5.
 *
 * @param owed replies that still come, the last of them to RSET
 */
record Resetting(ClientConnection connection, int owed) implements BetweenTransactions {
    @Override
    public ClientPhase phase() {
        return ClientPhase.RESET;
    }

    @Override
    public Step onReply(Reply reply) {
        if (owed > 1) {
            return new Step(new Resetting(connection, owed - 1), List.of());
        }
        if (reply.isPositive()) {
            return connection.ready(List.of());
        }
        return reply.isIntermediate() ? confused(reply) : ClientConnection.refuse(Outcome.deferred(reply));
    }

    @Override
    public Step onLeave() {
        return ClientConnection.leave(List.of(), "", owed);
    }
}
