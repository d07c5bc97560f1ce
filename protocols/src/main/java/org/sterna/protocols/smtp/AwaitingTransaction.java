package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transaction may begin. Before: {@link AwaitingHello}, {@link AwaitingAuthReply} or the end of another; next: {@link AwaitingMail}. */
record AwaitingTransaction(ClientConnection connection) implements BetweenTransactions {
    @Override
    public ClientPhase phase() {
        return ClientPhase.READY;
    }

    @Override
    public Step onTransaction(ClientPlan plan) {
        Optional<Outcome> unfit = ClientDemands.unmet(plan, connection);
        if (unfit.isPresent()) {
            return new ClientTransaction(connection, plan).done(ClientTransaction.outcomes(plan.forwardPaths(), unfit.get()));
        }
        int most = Math.min(Math.min(plan.recipients().size(), ClientTransaction.MAX_RECIPIENTS), connection.offer().recipientLimit().orElse(Integer.MAX_VALUE));
        List<ClientAction> actions = new ArrayList<>(ClientTransaction.left(plan.recipients().subList(most, plan.recipients().size())));
        ClientTransaction transaction = new ClientTransaction(connection.withTransaction(), plan.withRecipients(plan.recipients().subList(0, most)));
        actions.add(new ClientAction.Send(transaction.opening()));
        return new Step(new AwaitingMail(transaction), actions);
    }

    /** Nothing was asked: the host gives up on us. */
    @Override
    public Step onReply(Reply reply) {
        return reply.isTransient() ? close(Outcome.deferred(reply)) : confused(reply);
    }

    @Override
    public Step onLeave() {
        return ClientConnection.leave(List.of(), "", 0);
    }

    @Override
    public Step onTimeout() {
        return onLeave();
    }
}
