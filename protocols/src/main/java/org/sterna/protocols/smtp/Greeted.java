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
            return Optional.of(mail(mail));
        }
        if (command instanceof SmtpCommand.Rcpt || command instanceof SmtpCommand.Data) {
            return Optional.of(refuse(Replies.NEED_MAIL));
        }
        if (command instanceof SmtpCommand.Auth auth) {
            return Optional.of(authenticate(auth));
        }
        return Optional.empty();
    }

    private Step mail(SmtpCommand.Mail mail) {
        if (rules().role() == SmtpRules.Role.SUBMISSION && account().isEmpty()) {
            return refuse(Replies.AUTHENTICATION_REQUIRED);
        }
        // RFC 1870 section 6.1: a message that declares itself too large is refused before it is sent.
        if (mail.parameters().declaredSize().orElse(0) > rules().maxMessageOctets()) {
            return SmtpState.say(this, Replies.TOO_LARGE);
        }
        Envelope envelope = new Envelope(
                client().orElseThrow(), mail.reversePath(), List.of(), mail.parameters(), account());
        return SmtpState.say(new Addressing(dialogue, envelope, 0), Replies.REVERSE_PATH_OK);
    }

    private Step authenticate(SmtpCommand.Auth auth) {
        if (rules().role() != SmtpRules.Role.SUBMISSION) {
            return refuse(Replies.NO_AUTH);
        }
        if (!secured()) {
            // RFC 4954 section 6 keeps 538 for history; it tells best what to do to a client that sends AUTH unasked.
            return refuse(Replies.ENCRYPTION_REQUIRED);
        }
        if (account().isPresent()) {
            return refuse(Replies.AUTHENTICATED_ALREADY);
        }
        return SaslMechanism.named(auth.mechanism())
                .map(mechanism -> Authenticating.proceed(
                        dialogue, SaslExchange.start(mechanism, auth.initialResponse())))
                .orElseGet(() -> refuse(Replies.UNKNOWN_MECHANISM));
    }
}
