package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fifth: all octets are here but not yet durable. Before: {@link ReceivingData} or {@link ReceivingChunk}; next: {@link Greeted}.
 */
record StoringMessage(SmtpDialogue dialogue, Envelope envelope) implements SmtpState {
    @Override
    public boolean inTransaction() {
        return true;
    }

    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.MessageStored stored) {
            // RFC 5321 section 6.1: with this reply the message is ours.
            return Optional.of(answer(new Greeted(dialogue.withMessage()), envelope,
                    Replies.success("OK queued as " + stored.queueId())));
        }
        if (input instanceof SmtpInput.MessageNotStored notStored) {
            return Optional.of(answer(new Greeted(dialogue), envelope, notStored.reply()));
        }
        return Optional.empty();
    }

    /** Answers the end of the content: once, or with LMTP once for each recipient (RFC 2033 section 4.2). */
    static Step answer(SmtpState next, Envelope envelope, Reply reply) {
        Step once = SmtpState.relay(next, reply);
        if (next.rules().role() != SmtpRules.Role.LMTP || reply.code() == CLOSING) {
            return once;
        }
        List<SmtpAction> actions = new ArrayList<>();
        envelope.recipients().forEach(recipient -> actions.addAll(once.actions()));
        return new Step(next, actions);
    }
}
