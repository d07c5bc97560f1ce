package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** STARTTLS is sent. Before: {@link AwaitingHello}; next: {@link UpgradingTls}. RFC 3207 section 4. */
record AwaitingTlsReply(ClientPlan plan, ServerOffer offer) implements ClientState {
    @Override
    public List<ForwardPath> undecided() {
        return plan.forwardPaths();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.HELLO;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.code() == 220) {
            return new Step(new UpgradingTls(plan), List.of(new ClientAction.UpgradeTls()));
        }
        if (plan.demandsTls()) {
            return quit(0, forwardPath -> Outcome.unsuited(Outcome.NO_ENCRYPTION, "the message requires TLS, and the next host refused it: " + reply));
        }
        // Opportunistic: the offer was not meant, so the message goes in the clear as it would without it.
        return AwaitingMail.begin(plan, offer);
    }
}
