package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.ClientAction.Close;
import org.sterna.protocols.smtp.ClientAction.Send;

/** What all states of a client have in common: how things go wrong. */
sealed interface ClientState extends SmtpClientSession permits BetweenTransactions, InTransaction, Leaving {
    /** The step for a reply other than 421. */
    Step onReply(Reply reply);

    /** What is told when nothing more can come of this connection. */
    List<ClientAction> told(Outcome outcome);

    /** The step for a plan. */
    Step onTransaction(ClientPlan plan);

    /** The step for {@link ClientInput.Leave}. */
    default Step onLeave() {
        return close(lost("the client leaves"));
    }

    /** The step for an input that only some state awaits; elsewhere it comes too late, and changes nothing. */
    default Step onOther(ClientInput input) {
        return new Step(this, List.of());
    }

    /** The step for {@link ClientInput.TimedOut}. */
    default Step onTimeout() {
        return close(lost("no answer in time (" + phase() + ")"));
    }

    /** The outcome of a loss; ambiguous behind the final dot. */
    default Outcome lost(String reason) {
        return Outcome.deferred(new EnhancedStatus(4, 4, 2), reason);
    }

    @Override
    default Step on(ClientInput input) {
        if (input instanceof ClientInput.ReplyReceived received) {
            // RFC 5321 section 3.8: 421 may come at any time, and the server closes.
            return received.reply().code() == 421 ? close(Outcome.deferred(received.reply())) : onReply(received.reply());
        }
        if (input instanceof ClientInput.ConnectionLost gone) {
            return close(lost(gone.reason()));
        }
        if (input instanceof ClientInput.TimedOut) {
            return onTimeout();
        }
        if (input instanceof ClientInput.Leave) {
            return onLeave();
        }
        return input instanceof ClientInput.Transaction transaction ? onTransaction(transaction.plan()) : onOther(input);
    }

    /** Ends without a further word. */
    default Step close(Outcome outcome) {
        List<ClientAction> actions = new ArrayList<>(told(outcome));
        actions.add(new Close());
        return new Step(new Finished(), actions);
    }

    /** The peer answers what no server may answer here. */
    default Step confused(Reply reply) {
        return close(new Outcome.Deferred(new EnhancedStatus(4, 5, 0), "unexpected reply: " + reply, Optional.of(reply)));
    }

    static Step send(ClientState next, String line) {
        return new Step(next, List.of(new Send(line)));
    }
}
