package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.ClientAction.Close;
import org.sterna.protocols.smtp.ClientAction.RecipientOutcome;
import org.sterna.protocols.smtp.ClientAction.Send;

/** What all states of a client have in common: how things go wrong. */
sealed interface ClientState extends SmtpClientSession
        permits AwaitingGreeting, AwaitingHello, AwaitingTlsReply, UpgradingTls, AwaitingMail, AwaitingRcpt,
                AwaitingStartInput, SendingContent, SendingChunks, AwaitingFinalReply, Quitting, Finished {
    /** Recipients without an outcome. */
    List<ForwardPath> undecided();

    /** The step for a reply other than 421. */
    Step onReply(Reply reply);

    /** The step for an input that only this state awaits. */
    default Step onOther(ClientInput input) {
        throw new IllegalStateException(input + " is not awaited by " + this);
    }

    /** The outcome of a loss; ambiguous behind the final dot. */
    default Outcome lost(String reason) {
        return new Outcome.Deferred(new EnhancedStatus(4, 4, 2), reason, Optional.empty());
    }

    @Override
    default Step on(ClientInput input) {
        if (input instanceof ClientInput.ReplyReceived received) {
            // RFC 5321 section 3.8: 421 may come at any time, and the server closes.
            return received.reply().code() == 421
                    ? close(forwardPath -> Outcome.deferred(received.reply()))
                    : onReply(received.reply());
        }
        if (input instanceof ClientInput.ConnectionLost gone) {
            return close(forwardPath -> lost(gone.reason()));
        }
        if (input instanceof ClientInput.TimedOut) {
            return close(forwardPath -> lost("no answer within " + phase().timeout().toSeconds() + " seconds ("
                    + phase() + ")"));
        }
        return onOther(input);
    }

    /** Decides all that is undecided and closes without a further word. */
    default Step close(Function<ForwardPath, Outcome> outcome) {
        List<ClientAction> actions = outcomes(undecided(), outcome);
        actions.add(new Close());
        return new Step(new Finished(), actions);
    }

    /** Decides all that is undecided and takes leave; {@code owed} replies come before that to QUIT. */
    default Step quit(int owed, Function<ForwardPath, Outcome> outcome) {
        List<ClientAction> actions = outcomes(undecided(), outcome);
        actions.add(new Send("QUIT\r\n"));
        return new Step(new Quitting(owed + 1), actions);
    }

    /** The peer answers what no server may answer here. */
    default Step confused(Reply reply) {
        return close(forwardPath -> new Outcome.Deferred(
                new EnhancedStatus(4, 5, 0), "unexpected reply: " + reply, Optional.of(reply)));
    }

    static Step send(ClientState next, String line) {
        return new Step(next, List.of(new Send(line)));
    }

    private static List<ClientAction> outcomes(List<ForwardPath> paths, Function<ForwardPath, Outcome> outcome) {
        List<ClientAction> actions = new ArrayList<>();
        paths.forEach(path -> actions.add(new RecipientOutcome(path, outcome.apply(path))));
        return actions;
    }
}
