package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** Content leaves. Before: {@link AwaitingStartInput}; next: {@link AwaitingFinalReply}. */
record SendingContent(ClientTransaction transaction, List<ForwardPath> undecided) implements InTransaction {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_BLOCK;
    }

    /** A server that refuses in mid-content cannot be asked anything more: the rest would be taken for commands. */
    @Override
    public Step onReply(Reply reply) {
        return reply.isPositive() || reply.isIntermediate() ? confused(reply) : close(Outcome.of(reply));
    }

    @Override
    public Step onOther(ClientInput input) {
        return input instanceof ClientInput.ContentSent
                ? new Step(new AwaitingFinalReply(transaction, undecided, 0), List.of())
                : InTransaction.super.onOther(input);
    }
}
