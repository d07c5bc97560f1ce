package org.sterna.protocols.smtp;

import java.util.Optional;

/** First: nobody has said EHLO. Next: {@link Greeted}. RFC 5321 section 4.1.4. */
record Connected(SmtpDialogue dialogue) implements CommandState {
    @Override
    public Connected with(SmtpDialogue next) {
        return new Connected(next);
    }

    @Override
    public Optional<Step> onCommand(SmtpCommand command) {
        boolean needsHello = command instanceof SmtpCommand.Mail || command instanceof SmtpCommand.Rcpt
                || command instanceof SmtpCommand.Data || command instanceof SmtpCommand.Auth;
        return needsHello ? Optional.of(refuse(Replies.SAY_HELLO_FIRST)) : Optional.empty();
    }
}
