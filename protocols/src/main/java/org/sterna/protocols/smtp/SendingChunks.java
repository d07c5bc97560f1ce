package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/**
 * Binary content leaves in chunks, whose replies come whenever they like. Before: {@link AwaitingRcpt}; next: {@link AwaitingFinalReply}.
 * RFC 3030 section 2.
 *
 * @param owed replies to chunks that have left
 */
record SendingChunks(ClientTransaction transaction, List<ForwardPath> undecided, int owed) implements InTransaction {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_BLOCK;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isIntermediate() || owed == 0) {
            return confused(reply);
        }
        // A chunk leaves as a whole, so the next octets are a command again.
        return reply.isPositive()
                ? new Step(new SendingChunks(transaction, undecided, owed - 1), List.of())
                : decide(Outcome.of(reply), owed - 1);
    }

    @Override
    public Step onOther(ClientInput input) {
        if (input instanceof ClientInput.ChunkSent) {
            return new Step(new SendingChunks(transaction, undecided, owed + 1), List.of());
        }
        return input instanceof ClientInput.ContentSent
                ? new Step(new AwaitingFinalReply(transaction, undecided, owed), List.of())
                : InTransaction.super.onOther(input);
    }
}
