package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** First: the connection is made. Next: {@link AwaitingHello}. RFC 5321 section 3.1. */
record AwaitingGreeting(ClientPlan plan) implements ClientState {
    @Override
    public List<ForwardPath> undecided() {
        return plan.forwardPaths();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.GREETING;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.code() == 220) {
            return AwaitingHello.ehlo(plan, false);
        }
        // A host that does not serve says nothing about the recipients: another one may, so never a failure.
        return reply.isPositive() || reply.isIntermediate()
                ? confused(reply)
                : quit(0, forwardPath -> Outcome.deferred(reply));
    }
}
