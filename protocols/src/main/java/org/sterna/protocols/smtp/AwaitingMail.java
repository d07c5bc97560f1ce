package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sterna.protocols.address.ForwardPath;

/**
 * Third: MAIL is sent, and all RCPT with it where the server takes them (RFC 2920). Before: {@link AwaitingHello};
 * next: {@link AwaitingRcpt}.
 */
record AwaitingMail(ClientPlan plan, ServerOffer offer) implements ClientState {
    static Step begin(ClientPlan plan, ServerOffer offer) {
        Optional<Outcome> unfit = ClientDemands.unmet(plan, offer);
        if (unfit.isPresent()) {
            return new AwaitingMail(plan, offer).quit(0, forwardPath -> unfit.get());
        }
        int most = Math.min(plan.recipients().size(), offer.recipientLimit().orElse(Integer.MAX_VALUE));
        List<ClientAction> actions = new ArrayList<>();
        plan.recipients().stream().skip(most).forEach(each -> actions.add(new ClientAction.RecipientLeft(each.forwardPath())));
        AwaitingMail state = new AwaitingMail(plan.withRecipients(plan.recipients().subList(0, most)), offer);
        String rcpts = state.pipelines()
                ? state.plan.recipients().stream().map(state::rcpt).collect(Collectors.joining())
                : "";
        actions.add(new ClientAction.Send("MAIL FROM:" + plan.reversePath().path() + ClientParameters.ofMail(plan, offer) + "\r\n" + rcpts));
        return new Step(state, actions);
    }

    String rcpt(ClientPlan.Recipient recipient) {
        return "RCPT TO:" + recipient.forwardPath().path() + ClientParameters.ofRcpt(recipient, plan, offer) + "\r\n";
    }

    boolean pipelines() {
        return offer.has("PIPELINING");
    }

    @Override
    public List<ForwardPath> undecided() {
        return plan.forwardPaths();
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.MAIL;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isPositive()) {
            return AwaitingRcpt.first(this);
        }
        return reply.isIntermediate()
                ? confused(reply)
                : quit(pipelines() ? plan.recipients().size() : 0, forwardPath -> Outcome.of(reply));
    }
}
