package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.parameter.BodyType;

/**
 * Fourth: replies to RCPT come one by one. Before: {@link AwaitingMail}; next: {@link AwaitingStartInput} or {@link SendingChunks}.
 *
 * @param accepted recipients that were accepted
 * @param open recipients without a reply, at least one
 */
record AwaitingRcpt(AwaitingMail mail, List<ForwardPath> accepted, List<ClientPlan.Recipient> open) implements ClientState {
    static Step first(AwaitingMail before) {
        return new AwaitingRcpt(before, List.of(), before.plan().recipients()).ask(List.of());
    }

    @Override
    public List<ForwardPath> undecided() {
        List<ForwardPath> all = new ArrayList<>(accepted);
        open.forEach(each -> all.add(each.forwardPath()));
        return all;
    }

    @Override
    public ClientPhase phase() {
        return ClientPhase.RCPT;
    }

    @Override
    public Step onReply(Reply reply) {
        if (reply.isIntermediate()) {
            return confused(reply);
        }
        ForwardPath answered = open.get(0).forwardPath();
        List<ClientPlan.Recipient> rest = open.subList(1, open.size());
        if (reply.isPositive() && asks()) {
            return proceed(accepted, rest, List.of(new ClientAction.RecipientOutcome(answered, new Outcome.Welcome(reply))));
        }
        if (reply.isPositive()) {
            List<ForwardPath> more = new ArrayList<>(accepted);
            more.add(answered);
            return proceed(more, rest, List.of());
        }
        return proceed(accepted, rest,
                List.of(new ClientAction.RecipientOutcome(answered, Outcome.ofRcpt(reply))));
    }

    private boolean asks() {
        return mail.plan().level().purpose() == ClientPlan.Purpose.ASK;
    }

    private Step proceed(List<ForwardPath> nowAccepted, List<ClientPlan.Recipient> rest, List<ClientAction> outcome) {
        if (!rest.isEmpty()) {
            return new AwaitingRcpt(mail, nowAccepted, rest).ask(outcome);
        }
        List<ClientAction> actions = new ArrayList<>(outcome);
        if (nowAccepted.isEmpty()) {
            actions.add(new ClientAction.Send("QUIT\r\n"));
            return new Step(new Quitting(1), actions);
        }
        if (mail.plan().parameters().body() == BodyType.BINARY_MIME) {
            actions.add(new ClientAction.SendContent(nowAccepted, ClientAction.Framing.BDAT));
            return new Step(new SendingChunks(nowAccepted, promises(), 0), actions);
        }
        // DATA waits for these replies: a pipelined DATA would need a lone dot where no recipient was accepted.
        actions.add(new ClientAction.Send("DATA\r\n"));
        return new Step(new AwaitingStartInput(nowAccepted, promises()), actions);
    }

    private Set<Outcome.Promise> promises() {
        Set<Outcome.Promise> promises = EnumSet.noneOf(Outcome.Promise.class);
        if (mail.offer().has("DSN")) {
            promises.add(Outcome.Promise.REPORTS);
        }
        if (mail.offer().has("DELIVERBY")) {
            promises.add(Outcome.Promise.DEADLINE);
        }
        return promises;
    }

    private Step ask(List<ClientAction> before) {
        List<ClientAction> actions = new ArrayList<>(before);
        if (!mail.pipelines()) {
            actions.add(new ClientAction.Send(mail.rcpt(open.get(0))));
        }
        return new Step(this, actions);
    }
}
