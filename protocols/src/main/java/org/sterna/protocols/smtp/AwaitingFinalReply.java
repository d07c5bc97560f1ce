package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Set;
import org.sterna.protocols.address.ForwardPath;

/**
 * Seventh: the final dot or the last chunk has left. Before: {@link SendingContent} or {@link SendingChunks}; next: {@link Quitting}.
 *
 * @param promises what the host offered and was asked for
 * @param owed replies to chunks before the last that still come
 */
record AwaitingFinalReply(List<ForwardPath> undecided, Set<Outcome.Promise> promises, int owed) implements ClientState {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_TERMINATION;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isIntermediate()) {
            return confused(reply);
        }
        if (reply.isPositive() && owed > 0) {
            return new Step(new AwaitingFinalReply(undecided, promises, owed - 1), List.of());
        }
        // A chunk that is refused takes those behind it along (RFC 3030 section 2); their replies come before that to QUIT.
        return quit(owed, forwardPath -> reply.isPositive() ? new Outcome.Relayed(reply, promises) : Outcome.of(reply));
    }

    @Override
    public Outcome lost(String reason) {
        return new Outcome.Ambiguous(reason);
    }
}
