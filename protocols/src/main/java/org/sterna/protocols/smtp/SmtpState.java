package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.SmtpAction.Close;
import org.sterna.protocols.smtp.SmtpAction.Say;

/** What all states have in common. */
sealed interface SmtpState extends SmtpSession
        permits CommandState, AwaitingTls, Authenticating, CheckingCredentials, CheckingRecipient, ReceivingData,
                StoringMessage, Ended {
    SmtpDialogue dialogue();

    /** The step for an input this state awaits; empty for all others. */
    Optional<Step> answer(SmtpInput input);

    @Override
    default Step on(SmtpInput input) {
        if (input instanceof SmtpInput.Interrupted interrupted) {
            // A timer may fire while the connection closes anyway.
            return awaits() == Awaits.NOTHING ? new Step(this, List.of()) : end(interrupted.reply());
        }
        return answer(input).orElseThrow(() -> new IllegalStateException(input + " is not awaited by " + this));
    }

    @Override
    default SmtpRules rules() {
        return dialogue().rules();
    }

    @Override
    default Optional<String> account() {
        return dialogue().account();
    }

    @Override
    default Optional<TlsLayer> tls() {
        return dialogue().tls();
    }

    @Override
    default Optional<String> client() {
        return dialogue().hello().map(SmtpDialogue.Hello::client);
    }

    @Override
    default TransmissionType transmissionType() {
        return dialogue().transmissionType();
    }

    @Override
    default int messages() {
        return dialogue().messages();
    }

    @Override
    default int badCommands() {
        return dialogue().badCommands();
    }

    static Step say(SmtpState next, Reply reply, SmtpAction... more) {
        List<SmtpAction> actions = new ArrayList<>();
        actions.add(new Say(reply));
        actions.addAll(List.of(more));
        return new Step(next, actions);
    }

    /** Says the last reply and closes. */
    default Step end(Reply reply) {
        return say(new Ended(dialogue()), reply, new Close());
    }

    /** Refuses in a state that counts the error; the last one that is allowed ends the session. */
    static Step refuse(CommandState next, Reply reply) {
        if (next.badCommands() < next.rules().maxBadCommands()) {
            return say(next, reply);
        }
        Step end = next.end(Replies.TOO_MANY_BAD_COMMANDS);
        List<SmtpAction> actions = new ArrayList<>();
        actions.add(new Say(reply));
        actions.addAll(end.actions());
        return new Step(end.session(), actions);
    }
}
