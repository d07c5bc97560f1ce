package org.sterna.protocols.smtp;

import java.util.List;

/**
 * Every recipient was refused, and DATA is on its way. Before: {@link AwaitingMail} or {@link AwaitingRcpt}; next: {@link Resetting} or
 * {@link Quitting}. RFC 2920 section 3.1.
 *
 * @param owed replies that still come, the last of them to DATA
 * @param leaving no other transaction follows
 */
record Abandoning(ClientConnection connection, int owed, boolean leaving) implements BetweenTransactions {
    @Override
    public ClientPhase phase() {
        return ClientPhase.RESET;
    }

    @Override
    public List<ClientAction> told(Outcome outcome) {
        return leaving ? List.of() : BetweenTransactions.super.told(outcome);
    }

    @Override
    public Step onReply(Reply reply) {
        if (owed > 1) {
            return new Step(new Abandoning(connection, owed - 1, leaving), List.of());
        }
        if (reply.code() != 354) {
            return forget("", 0);
        }
        // RFC 2033 section 4.2: an LMTP server must not say that, and would not answer the dot.
        return connection.isLmtp() ? confused(reply) : forget(".\r\n", 1);
    }

    /** A lone dot ends the content that nobody gets; its reply does not matter. */
    private Step forget(String before, int replies) {
        return leaving ? ClientConnection.leave(List.of(), before, replies) : connection.clear(List.of(), before, replies);
    }

    @Override
    public Step onLeave() {
        return new Step(new Abandoning(connection, owed, true), List.of());
    }
}
