package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Set;
import org.sterna.protocols.address.ForwardPath;

/**
 * Sixth, where the content is binary: chunks leave, and their replies come whenever they like. Before: {@link AwaitingRcpt}; next:
 * {@link AwaitingFinalReply}. RFC 3030 section 2.
 *
 * @param owed replies to chunks that have left
 */
record SendingChunks(List<ForwardPath> undecided, Set<Outcome.Promise> promises, int owed) implements ClientState {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_BLOCK;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isIntermediate() || owed == 0) {
            return confused(reply);
        }
        // A chunk leaves as a whole, so the next octets are a command again: QUIT.
        return reply.isPositive()
                ? new Step(new SendingChunks(undecided, promises, owed - 1), List.of())
                : quit(owed - 1, forwardPath -> Outcome.of(reply));
    }

    @Override
    public Step onOther(ClientInput input) {
        if (input instanceof ClientInput.ChunkSent) {
            return new Step(new SendingChunks(undecided, promises, owed + 1), List.of());
        }
        return input instanceof ClientInput.ContentSent
                ? new Step(new AwaitingFinalReply(undecided, promises, owed), List.of())
                : ClientState.super.onOther(input);
    }
}
