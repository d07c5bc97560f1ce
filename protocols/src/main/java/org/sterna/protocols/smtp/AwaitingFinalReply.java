package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/**
 * The final dot or the last chunk has left. Before: {@link SendingContent} or {@link SendingChunks}; next: {@link AwaitingTransaction}
 * or {@link Resetting}.
 *
 * @param owed replies to chunks before the last that still come
 */
record AwaitingFinalReply(ClientTransaction transaction, List<ForwardPath> undecided, int owed) implements InTransaction {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_TERMINATION;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isIntermediate()) {
            return confused(reply);
        }
        if (owed > 0) {
            return onChunkReply(reply);
        }
        return transaction.connection().isLmtp() ? onReplyOfOne(reply) : over(reply, ClientTransaction.outcomes(undecided, transaction.finalOutcome(reply)));
    }

    private Step onChunkReply(Reply reply) {
        if (reply.isPositive()) {
            return new Step(new AwaitingFinalReply(transaction, undecided, owed - 1), List.of());
        }
        // A chunk that is refused takes those behind it along (RFC 3030 section 2). How often an LMTP server then answers the last is not said.
        return transaction.connection().isLmtp() ? close(Outcome.of(reply)) : decide(Outcome.of(reply), owed);
    }

    /** RFC 2033 sections 4.2 and 4.3: one reply for each accepted recipient, in their order. */
    private Step onReplyOfOne(Reply reply) {
        List<ClientAction> told = ClientTransaction.outcomes(undecided.subList(0, 1), transaction.finalOutcome(reply));
        return undecided.size() == 1 ? over(reply, told)
                : new Step(new AwaitingFinalReply(transaction, undecided.subList(1, undecided.size()), 0), told);
    }

    /** RFC 5321 section 4.1.1.4: the host has forgotten the transaction; where it refused, it is better made sure. */
    private Step over(Reply last, List<ClientAction> told) {
        return last.isPositive() ? transaction.done(told) : transaction.end(told, 0, false);
    }

    /** A reply nobody can read leaves open whether the host has the message, as none does. */
    @Override
    public Step confused(Reply reply) {
        return close(lost("unexpected reply: " + reply));
    }

    @Override
    public Outcome lost(String reason) {
        return new Outcome.Ambiguous(reason, transaction.plan().contentOctets());
    }
}
