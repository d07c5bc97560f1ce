package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** Seventh: the final dot has left. Before: {@link SendingContent}; next: {@link Quitting}. */
record AwaitingFinalReply(List<ForwardPath> undecided) implements ClientState {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_TERMINATION;
    }

    @Override
    public Step onReply(Reply reply) {
        return reply.isIntermediate() ? confused(reply) : quit(0, forwardPath -> Outcome.of(reply));
    }

    @Override
    public Outcome lost(String reason) {
        return new Outcome.Ambiguous(reason);
    }
}
