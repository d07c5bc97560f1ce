package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;

/** Nothing is sent any more but QUIT: a transaction that comes now comes too late. */
sealed interface Leaving extends ClientState permits Finished, Quitting {
    @Override
    default List<ClientAction> told(Outcome outcome) {
        return List.of();
    }

    @Override
    default Step onTransaction(ClientPlan plan) {
        List<ClientAction> actions = new ArrayList<>(ClientTransaction.outcomes(plan.forwardPaths(), lost("the connection is closing")));
        actions.add(new ClientAction.TransactionEnded(false));
        return new Step(this, actions);
    }

    @Override
    default Step onLeave() {
        return new Step(this, List.of());
    }
}
