package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.SmtpAction.Close;
import org.sterna.protocols.smtp.SmtpAction.Say;

/** What all states have in common. */
sealed interface SmtpState extends SmtpSession
        permits CommandState, Consulting, TurnedAway, AwaitingTls, Authenticating, CheckingCredentials, CheckingRecipient,
                ReceivingData, ConsultingOnChunk, ReceivingChunk, DiscardingChunk, StoringMessage, FlushingQueue, ShuttingDown, Ended {
    /** RFC 5321 section 3.8: who says 421 closes the connection. */
    int CLOSING = 421;

    SmtpDialogue dialogue();

    /** The step for an input this state awaits; empty for all others. */
    Optional<Step> answer(SmtpInput input);

    @Override
    default Step on(SmtpInput input) {
        if (input instanceof SmtpInput.Interrupted interrupted) {
            // A timer may fire while the connection closes anyway.
            return awaits() == Awaits.NOTHING ? new Step(this, List.of()) : end(interrupted.reply());
        }
        if (input instanceof SmtpInput.Draining) {
            return drain();
        }
        return answer(input).orElseThrow(() -> new IllegalStateException(input + " is not awaited by " + this));
    }

    /** Whether MAIL was accepted, and the client does not know yet what became of the message. */
    default boolean inTransaction() {
        return false;
    }

    /** The host goes down: what is under way may end. */
    default Step drain() {
        return ShuttingDown.behind(new Step(this, List.of()));
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
        return dialogue().counters().messages();
    }

    @Override
    default int badCommands() {
        return dialogue().counters().badCommands();
    }

    /** Says a reply and goes on. */
    static Step say(SmtpState next, Reply reply) {
        return new Step(next, List.of(saying(next, reply)));
    }

    /** Says a reply, does one thing more, and goes on. */
    static Step say(SmtpState next, Reply reply, SmtpAction then) {
        return new Step(next, List.of(saying(next, reply), then));
    }

    /** Says a reply that the caller chose: with 421 the connection closes, whatever it was about. */
    static Step relay(SmtpState next, Reply reply) {
        return reply.code() == CLOSING ? next.end(reply) : sayCounted(next, reply);
    }

    /** Says the last reply and closes. */
    default Step end(Reply reply) {
        return say(new Ended(dialogue()), reply, new Close());
    }

    /** Says a reply in a state that counts the command; the last error that is allowed ends the session. */
    static Step sayCounted(SmtpState next, Reply reply) {
        if (next.badCommands() < next.rules().limits().badCommands()) {
            return say(next, reply);
        }
        Step end = next.end(Replies.TOO_MANY_BAD_COMMANDS);
        List<SmtpAction> actions = new ArrayList<>();
        actions.add(saying(next, reply));
        actions.addAll(end.actions());
        return new Step(end.session(), actions);
    }

    /** The same step with an action before all others. */
    static Step first(SmtpAction action, Step step) {
        List<SmtpAction> actions = new ArrayList<>();
        actions.add(action);
        actions.addAll(step.actions());
        return new Step(step.session(), actions);
    }

    /** RFC 2034 section 4: enhanced status codes belong to those who offer them. */
    private static Say saying(SmtpState state, Reply reply) {
        return new Say(state.rules().knows(ServiceExtension.ENHANCED_STATUS_CODES) ? reply : reply.withoutStatus());
    }
}
