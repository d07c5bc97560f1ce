package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/**
 * Third: MAIL is accepted and RCPT commands come. Before: {@link Greeted}; next: {@link ReceivingData}.
 *
 * @param refused recipients that were refused
 */
record Addressing(SmtpDialogue dialogue, Envelope envelope, int refused) implements CommandState {
    @Override
    public Addressing with(SmtpDialogue next) {
        return new Addressing(next, envelope, refused);
    }

    @Override
    public Optional<Step> onCommand(SmtpCommand command) {
        if (command instanceof SmtpCommand.Mail) {
            return Optional.of(refuse(Replies.NESTED_MAIL)); // RFC 5321 section 4.1.4
        }
        if (command instanceof SmtpCommand.Rcpt rcpt) {
            return Optional.of(rcpt(rcpt));
        }
        if (command instanceof SmtpCommand.Data) {
            return Optional.of(data());
        }
        if (command instanceof SmtpCommand.Auth) {
            return Optional.of(refuse(Replies.NOT_IN_TRANSACTION)); // RFC 4954 section 4
        }
        if (command instanceof SmtpCommand.StartTls) {
            return Optional.of(refuse(Replies.NOT_IN_TRANSACTION));
        }
        return Optional.empty();
    }

    private Step rcpt(SmtpCommand.Rcpt rcpt) {
        if (envelope.recipients().size() >= rules().maxRecipients()) {
            // RFC 5321 section 4.5.3.1.10: the rest comes in a transaction of its own.
            return SmtpState.say(this, Replies.TOO_MANY_RECIPIENTS);
        }
        return new Step(new CheckingRecipient(this, rcpt.forwardPath()),
                List.of(new SmtpAction.CheckRecipient(rcpt.forwardPath(), envelope)));
    }

    private Step data() {
        if (envelope.recipients().isEmpty()) {
            // RFC 5321 section 3.3: 503 or 554; a pipelining client sends DATA before it knows (RFC 2920 section 3.1).
            return refused > 0 ? SmtpState.say(this, Replies.NO_VALID_RECIPIENTS) : refuse(Replies.NEED_RCPT);
        }
        return SmtpState.say(new ReceivingData(dialogue, envelope), Replies.START_INPUT,
                new SmtpAction.ReceiveData(envelope));
    }
}
