package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Set;
import org.sterna.protocols.address.ForwardPath;

/** Sixth: content leaves. Before: {@link AwaitingStartInput}; next: {@link AwaitingFinalReply}. */
record SendingContent(List<ForwardPath> undecided, Set<Outcome.Promise> promises) implements ClientState {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_BLOCK;
    }

    /** A server that refuses in mid-content cannot be asked anything more: the rest would be taken for commands. */
    @Override
    public Step onReply(Reply reply) {
        return reply.isPositive() || reply.isIntermediate()
                ? confused(reply)
                : close(forwardPath -> Outcome.of(reply));
    }

    @Override
    public Step onOther(ClientInput input) {
        return input instanceof ClientInput.ContentSent
                ? new Step(new AwaitingFinalReply(undecided, promises, 0), List.of())
                : ClientState.super.onOther(input);
    }
}
