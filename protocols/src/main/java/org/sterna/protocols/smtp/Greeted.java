package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslMechanism;

/** Second: no transaction is open. Before: {@link Connected}; next: {@link Addressing} or {@link Authenticating}. */
record Greeted(SmtpDialogue dialogue) implements CommandState {
    @Override
    public Greeted with(SmtpDialogue next) {
        return new Greeted(next);
    }

    @Override
    public Optional<Step> onCommand(SmtpCommand command) {
        if (command instanceof SmtpCommand.Mail mail) {
            return Optional.of(MailAdmission.admit(this, mail));
        }
        if (command instanceof SmtpCommand.Rcpt || command instanceof SmtpCommand.Data) {
            return Optional.of(refuse(Replies.NEED_MAIL));
        }
        if (command instanceof SmtpCommand.Bdat bdat) {
            return Optional.of(refuseChunk(bdat, Replies.NEED_MAIL));
        }
        if (command instanceof SmtpCommand.Auth auth) {
            return Optional.of(authenticate(auth));
        }
        if (command instanceof SmtpCommand.Etrn etrn) {
            return Optional.of(flush(etrn));
        }
        return Optional.empty();
    }

    private Step authenticate(SmtpCommand.Auth auth) {
        if (rules().authOffer() == SmtpRules.AuthOffer.NONE || !dialogue.isExtended()) {
            return refuse(Replies.NO_AUTH);
        }
        if (!secured()) {
            // RFC 4954 section 6 keeps 538 for history; it tells best what to do to a client that sends AUTH unasked.
            return refuse(Replies.ENCRYPTION_REQUIRED);
        }
        if (account().isPresent()) {
            return refuse(Replies.AUTHENTICATED_ALREADY);
        }
        return SaslMechanism.named(auth.mechanism()).filter(dialogue.mechanisms()::contains)
                .map(mechanism -> Authenticating.proceed(
                        dialogue, SaslExchange.start(mechanism, auth.initialResponse())))
                .orElseGet(() -> refuse(Replies.UNKNOWN_MECHANISM));
    }

    private Step flush(SmtpCommand.Etrn etrn) {
        if (!dialogue.offers(ServiceExtension.ETRN)) {
            return refuse(Replies.NO_ETRN);
        }
        return new Step(new FlushingQueue(dialogue.withIdleCommand()), List.of(new SmtpAction.FlushQueue(etrn.node())));
    }
}
