package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Set;
import org.sterna.protocols.address.ForwardPath;

/** Fifth: DATA is sent. Before: {@link AwaitingRcpt}; next: {@link SendingContent}. */
record AwaitingStartInput(List<ForwardPath> undecided, Set<Outcome.Promise> promises) implements ClientState {
    @Override
    public ClientPhase phase() {
        return ClientPhase.DATA_INITIATION;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.code() == 354) {
            return new Step(new SendingContent(undecided, promises),
                    List.of(new ClientAction.SendContent(undecided, ClientAction.Framing.DATA)));
        }
        return reply.isPositive() || reply.isIntermediate()
                ? confused(reply)
                : quit(0, forwardPath -> Outcome.of(reply));
    }
}
