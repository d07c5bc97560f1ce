package org.sterna.protocols.smtp;

import java.util.Optional;

/** First: the connection is made. Next: {@link AwaitingHello}. RFC 5321 section 3.1. */
record AwaitingGreeting(ClientConnection connection) implements BetweenTransactions {
    @Override
    public ClientPhase phase() {
        return ClientPhase.GREETING;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.code() == 220) {
            return AwaitingHello.begin(connection);
        }
        if (reply.isPositive() || reply.isIntermediate()) {
            return confused(reply);
        }
        return ClientConnection.refuse(switch (reply.code()) {
            case 521 -> never(reply, new EnhancedStatus(5, 3, 2));
            case 556 -> never(reply, new EnhancedStatus(5, 1, 10));
            // A host that does not serve, or not us, says nothing about the recipients.
            default -> Outcome.deferred(reply);
        });
    }

    /** RFC 7504 sections 3 and 5.1: the host never takes mail, so asking it again is vain. */
    private static Outcome never(Reply reply, EnhancedStatus status) {
        return new Outcome.Failed(reply.status().orElse(status), reply.toString(), Optional.of(reply));
    }
}
