package org.sterna.protocols.smtp;

import java.util.Optional;

/** Fifth: all octets are here but not yet durable. Before: {@link ReceivingData}; next: {@link Greeted}. */
record StoringMessage(SmtpDialogue dialogue) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.MessageStored stored) {
            // RFC 5321 section 6.1: with this reply the message is ours.
            return Optional.of(SmtpState.say(new Greeted(dialogue.withMessage()),
                    Reply.of(250, "2.0.0", "OK queued as " + stored.queueId())));
        }
        if (input instanceof SmtpInput.MessageNotStored notStored) {
            return Optional.of(SmtpState.say(new Greeted(dialogue), notStored.reply()));
        }
        return Optional.empty();
    }
}
