package org.sterna.protocols.smtp;

import java.util.Optional;

/** The caller looks at one forward-path. Before and next: {@link Addressing}. */
record CheckingRecipient(Addressing transaction, SmtpCommand.Rcpt rcpt) implements SmtpState {
    @Override
    public SmtpDialogue dialogue() {
        return transaction.dialogue();
    }

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
        if (input instanceof SmtpInput.RecipientAccepted accepted) {
            Envelope more = transaction.envelope()
                    .with(new Envelope.Recipient(rcpt.forwardPath(), rcpt.parameters(), accepted.target()));
            return Optional.of(SmtpState.say(
                    new Addressing(dialogue(), more, transaction.refused()), Replies.FORWARD_PATH_OK));
        }
        if (input instanceof SmtpInput.RecipientRefused refused) {
            return Optional.of(SmtpState.relay(
                    new Addressing(dialogue(), transaction.envelope(), transaction.refused() + 1), refused.reply()));
        }
        return Optional.empty();
    }
}
