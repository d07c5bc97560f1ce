package org.sterna.protocols.smtp;

import java.util.List;

/** No transaction runs: before the first, and between two. When the connection ends here, it was of no use. */
sealed interface BetweenTransactions extends ClientState
        permits Abandoning, AwaitingAuthReply, AwaitingGreeting, AwaitingHello, AwaitingTlsReply, AwaitingTransaction, Resetting, UpgradingTls {
    @Override
    default List<ClientAction> told(Outcome outcome) {
        return List.of(new ClientAction.Unusable(outcome));
    }

    @Override
    default Step onTransaction(ClientPlan plan) {
        return new Step(this, ClientTransaction.left(plan.recipients()));
    }
}
