package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/**
 * Replies to RCPT come one by one. Before: {@link AwaitingMail}; next: {@link AwaitingStartInput}, {@link SendingChunks}, or
 * {@link Abandoning} where nobody was accepted.
 *
 * @param accepted recipients that were accepted
 * @param open recipients without a reply, at least one
 */
record AwaitingRcpt(ClientTransaction transaction, List<ForwardPath> accepted, List<ClientPlan.Recipient> open) implements InTransaction {
    static Step first(ClientTransaction transaction) {
        return new AwaitingRcpt(transaction, List.of(), transaction.plan().recipients()).ask(List.of());
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
        if (reply.isPositive() && transaction.asks()) {
            return proceed(accepted, rest, List.of(new ClientAction.RecipientOutcome(answered, new Outcome.Welcome(reply))));
        }
        if (reply.isPositive()) {
            List<ForwardPath> more = new ArrayList<>(accepted);
            more.add(answered);
            return proceed(more, rest, List.of());
        }
        if (Outcome.tooManyRecipients(reply) && !accepted.isEmpty()) {
            // RFC 5321 section 4.5.3.1.10: those accepted get the message now, the others in a transaction of their own.
            return transaction.connection().pipelines() ? proceed(accepted, rest, ClientTransaction.left(open.subList(0, 1)))
                    : proceed(accepted, List.of(), ClientTransaction.left(open));
        }
        return proceed(accepted, rest, List.of(new ClientAction.RecipientOutcome(answered, Outcome.ofRcpt(reply))));
    }

    private Step proceed(List<ForwardPath> nowAccepted, List<ClientPlan.Recipient> rest, List<ClientAction> told) {
        if (!rest.isEmpty()) {
            return new AwaitingRcpt(transaction, nowAccepted, rest).ask(told);
        }
        if (nowAccepted.isEmpty()) {
            return transaction.end(told, 0, transaction.pipelinesData());
        }
        List<ClientAction> actions = new ArrayList<>(told);
        if (transaction.chunks()) {
            actions.add(new ClientAction.SendContent(nowAccepted, ClientAction.Framing.BDAT));
            return new Step(new SendingChunks(transaction, nowAccepted, 0), actions);
        }
        if (!transaction.pipelinesData()) {
            actions.add(new ClientAction.Send("DATA\r\n"));
        }
        return new Step(new AwaitingStartInput(transaction, nowAccepted), actions);
    }

    private Step ask(List<ClientAction> told) {
        List<ClientAction> actions = new ArrayList<>(told);
        if (!transaction.connection().pipelines()) {
            actions.add(new ClientAction.Send(transaction.rcpt(open.get(0))));
        }
        return new Step(this, actions);
    }
}
