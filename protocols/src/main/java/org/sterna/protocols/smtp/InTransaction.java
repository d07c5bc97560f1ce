package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/** A transaction runs, and its recipients wait for their fate. */
sealed interface InTransaction extends ClientState
        permits AwaitingFinalReply, AwaitingMail, AwaitingRcpt, AwaitingStartInput, SendingChunks, SendingContent {
    ClientTransaction transaction();

    /** Recipients without an outcome, in the order of the plan. */
    List<ForwardPath> undecided();

    @Override
    default List<ClientAction> told(Outcome outcome) {
        List<ClientAction> actions = new ArrayList<>(ClientTransaction.outcomes(undecided(), outcome));
        actions.add(new ClientAction.TransactionEnded(false));
        return actions;
    }

    @Override
    default Step onTransaction(ClientPlan plan) {
        return new Step(this, ClientTransaction.left(plan.recipients()));
    }

    /** Decides all that is undecided; {@code owed} replies, none of them to DATA, still come. */
    default Step decide(Outcome outcome, int owed) {
        return transaction().end(ClientTransaction.outcomes(undecided(), outcome), owed, false);
    }
}
