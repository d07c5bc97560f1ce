package org.sterna.protocols.smtp;

import java.util.Optional;

/** First: nobody has said EHLO. Next: {@link Greeted}. RFC 5321 section 4.1.4. */
record Connected(SmtpDialogue dialogue) implements CommandState {
    /** Asks whether the client is welcome, and greets it. */
    static Step greet(SmtpDialogue dialogue) {
        boolean lmtp = dialogue.rules().role() == SmtpRules.Role.LMTP;
        // RFC 5321 section 4.2: the greeting starts with the host's name.
        Reply greeting = Reply.plain(220, dialogue.rules().hostName() + (lmtp ? " LMTP Sterna" : " ESMTP Sterna"));
        return Consulting.about(new SmtpAction.ConsultOnConnect(), new TurnedAway(dialogue),
                SmtpState.say(new Connected(dialogue), greeting));
    }

    @Override
    public Connected with(SmtpDialogue next) {
        return new Connected(next);
    }

    @Override
    public Optional<Step> onCommand(SmtpCommand command) {
        if (command instanceof SmtpCommand.Bdat bdat) {
            return Optional.of(DiscardingChunk.then(bdat, refuse(sayHelloFirst())));
        }
        boolean needsHello = command instanceof SmtpCommand.Mail || command instanceof SmtpCommand.Rcpt
                || command instanceof SmtpCommand.Data || command instanceof SmtpCommand.Auth
                || command instanceof SmtpCommand.StartTls || command instanceof SmtpCommand.Etrn;
        return needsHello ? Optional.of(refuse(sayHelloFirst())) : Optional.empty();
    }

    private Reply sayHelloFirst() {
        return rules().role() == SmtpRules.Role.LMTP ? Replies.SAY_LHLO_FIRST : Replies.SAY_HELLO_FIRST;
    }
}
