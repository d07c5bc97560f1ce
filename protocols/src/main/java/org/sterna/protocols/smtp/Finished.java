package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** Last: the connection closes; what still comes from it is of no interest. */
record Finished() implements ClientState {
    @Override
    public List<ForwardPath> undecided() {
        return List.of();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.ENDED;
    }

    @Override
    public Step on(ClientInput input) {
        return onReply(Replies.OK);
    }

    @Override
    public Step onReply(Reply reply) {
        return new Step(this, List.of());
    }
}
