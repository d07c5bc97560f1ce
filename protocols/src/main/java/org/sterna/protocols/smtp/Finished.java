package org.sterna.protocols.smtp;

import java.util.List;

/** Last: the connection closes; what still comes from it is of no interest. */
record Finished() implements Leaving {
    @Override
    public ClientPhase phase() {
        return ClientPhase.ENDED;
    }

    @Override
    public Step on(ClientInput input) {
        return input instanceof ClientInput.Transaction transaction ? onTransaction(transaction.plan()) : new Step(this, List.of());
    }

    @Override
    public Step onReply(Reply reply) {
        return new Step(this, List.of());
    }
}
