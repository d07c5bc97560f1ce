package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/**
 * Fourth: replies to RCPT come one by one. Before: {@link AwaitingMail}; next: {@link AwaitingStartInput}.
 *
 * @param accepted recipients that were accepted
 * @param open recipients without a reply, at least one
 */
record AwaitingRcpt(boolean pipelined, List<ForwardPath> accepted, List<ForwardPath> open) implements ClientState {
    static Step first(AwaitingMail before) {
        return new AwaitingRcpt(before.pipelines(), List.of(), before.plan().recipients()).ask(List.of());
    }

    static String line(ForwardPath forwardPath) {
        return "RCPT TO:" + forwardPath.path() + "\r\n";
    }

    @Override
    public List<ForwardPath> undecided() {
        List<ForwardPath> all = new ArrayList<>(accepted);
        all.addAll(open);
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
        ForwardPath answered = open.get(0);
        List<ForwardPath> rest = open.subList(1, open.size());
        if (reply.isPositive()) {
            List<ForwardPath> more = new ArrayList<>(accepted);
            more.add(answered);
            return proceed(more, rest, List.of());
        }
        return proceed(accepted, rest,
                List.of(new ClientAction.RecipientOutcome(answered, Outcome.ofRcpt(reply))));
    }

    private Step proceed(List<ForwardPath> nowAccepted, List<ForwardPath> rest, List<ClientAction> outcome) {
        if (!rest.isEmpty()) {
            return new AwaitingRcpt(pipelined, nowAccepted, rest).ask(outcome);
        }
        // DATA waits for these replies: a pipelined DATA would need a lone dot where no recipient was accepted.
        boolean none = nowAccepted.isEmpty();
        List<ClientAction> actions = new ArrayList<>(outcome);
        actions.add(new ClientAction.Send(none ? "QUIT\r\n" : "DATA\r\n"));
        return new Step(none ? new Quitting(1) : new AwaitingStartInput(nowAccepted), actions);
    }

    private Step ask(List<ClientAction> before) {
        List<ClientAction> actions = new ArrayList<>(before);
        if (!pipelined) {
            actions.add(new ClientAction.Send(line(open.get(0))));
        }
        return new Step(this, actions);
    }
}
