package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** MAIL is sent, and all that may go with it. Before: {@link AwaitingTransaction}; next: {@link AwaitingRcpt}. RFC 5321 section 3.3. */
record AwaitingMail(ClientTransaction transaction) implements InTransaction {
    @Override
    public List<ForwardPath> undecided() {
        return transaction.plan().forwardPaths();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.MAIL;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isPositive()) {
            return AwaitingRcpt.first(transaction);
        }
        if (reply.isIntermediate()) {
            return confused(reply);
        }
        int owed = transaction.connection().pipelines() ? transaction.plan().recipients().size() : 0;
        return transaction.end(ClientTransaction.outcomes(undecided(), Outcome.of(reply)), owed, transaction.pipelinesData());
    }
}
