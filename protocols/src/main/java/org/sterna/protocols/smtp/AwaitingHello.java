package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/**
 * Second: EHLO or HELO is sent. Before: {@link AwaitingGreeting}; next: {@link AwaitingTlsReply} or
 * {@link AwaitingMail}.
 *
 * @param extended EHLO, not HELO
 */
record AwaitingHello(ClientPlan plan, boolean secured, boolean extended) implements ClientState {
    static Step ehlo(ClientPlan plan, boolean secured) {
        return ClientState.send(new AwaitingHello(plan, secured, true), "EHLO " + plan.clientName() + "\r\n");
    }

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
        if (reply.isPositive()) {
            return accepted(extended ? ServerOffer.in(reply) : ServerOffer.NOTHING);
        }
        if (reply.isPermanent() && extended) {
            // RFC 5321 section 3.2: a server that does not know EHLO may know HELO.
            return ClientState.send(new AwaitingHello(plan, secured, false), "HELO " + plan.clientName() + "\r\n");
        }
        return reply.isIntermediate() ? confused(reply) : quit(0, forwardPath -> Outcome.of(reply));
    }

    private Step accepted(ServerOffer offer) {
        if (!secured && plan.level().tls() != ClientPlan.TlsLevel.NONE && offer.has("STARTTLS")) {
            return ClientState.send(new AwaitingTlsReply(plan, offer), "STARTTLS\r\n");
        }
        if (!secured && plan.demandsTls()) {
            return quit(0, forwardPath -> Outcome.unsuited(Outcome.NO_ENCRYPTION, "the message requires TLS, which the next host does not offer"));
        }
        return AwaitingMail.begin(plan, offer);
    }
}
