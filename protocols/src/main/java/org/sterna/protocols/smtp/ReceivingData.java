package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/** Fourth: 354 is said and content comes. Before: {@link Addressing}; next: {@link StoringMessage}. */
record ReceivingData(SmtpDialogue dialogue, Envelope envelope) implements SmtpState {
    @Override
    public boolean inTransaction() {
        return true;
    }

    @Override
    public Awaits awaits() {
        return Awaits.CONTENT;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.DataComplete) {
            return Optional.of(new Step(new StoringMessage(dialogue, envelope), List.of(new SmtpAction.StoreMessage(envelope))));
        }
        if (input instanceof SmtpInput.DataRefused refused) {
            return Optional.of(SmtpState.first(new SmtpAction.DropContent(),
                    StoringMessage.answer(new Greeted(dialogue), envelope, refused.reply())));
        }
        return Optional.empty();
    }
}
