package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** DATA is sent, and somebody was accepted. Before: {@link AwaitingRcpt}; next: {@link SendingContent}. */
record AwaitingStartInput(ClientTransaction transaction, List<ForwardPath> undecided) implements InTransaction {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_INITIATION;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.code() == 354) {
            return new Step(new SendingContent(transaction, undecided),
                    List.of(new ClientAction.SendContent(undecided, ClientAction.Framing.DATA)));
        }
        return reply.isPositive() || reply.isIntermediate() ? confused(reply) : decide(Outcome.of(reply), 0);
    }
}
