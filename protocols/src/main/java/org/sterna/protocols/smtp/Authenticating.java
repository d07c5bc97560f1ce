package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslStep;

/** Between AUTH and the client's credentials. Before: {@link Greeted}; next: {@link CheckingCredentials}. RFC 4954. */
record Authenticating(SmtpDialogue dialogue, SaslExchange exchange) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.AUTH_RESPONSE;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.AuthResponse response) {
            return Optional.of(response.followed()
                    ? end(Replies.NOT_SYNCHRONIZED) : proceed(dialogue, exchange.on(response.line())));
        }
        if (input instanceof SmtpInput.MalformedCommand malformed) {
            boolean tooLong = malformed.reply().equals(Replies.LINE_TOO_LONG);
            return Optional.of(new Greeted(dialogue).refuse(tooLong ? Replies.AUTH_LINE_TOO_LONG : malformed.reply()));
        }
        return Optional.empty();
    }

    static Step proceed(SmtpDialogue dialogue, SaslStep step) {
        Greeted greeted = new Greeted(dialogue);
        if (step instanceof SaslStep.Challenge challenge) {
            return SmtpState.say(new Authenticating(dialogue, challenge.next()),
                    Reply.plain(334, challenge.base64()), new SmtpAction.AwaitAuthResponse());
        }
        if (step instanceof SaslStep.Credentials credentials) {
            return new Step(new CheckingCredentials(dialogue),
                    List.of(new SmtpAction.CheckCredentials(credentials.user(), credentials.password())));
        }
        if (step instanceof SaslStep.Cancelled) {
            return greeted.refuse(Replies.AUTH_CANCELLED);
        }
        if (step instanceof SaslStep.Malformed) {
            return greeted.refuse(Replies.AUTH_MALFORMED);
        }
        throw new AssertionError(step);
    }
}
