package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;

/** The client answers a challenge. Before: {@link Greeted} or {@link CheckingCredentials}; next: {@link CheckingCredentials}. RFC 4954. */
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
        if (step instanceof SaslQuestion question) {
            return new Step(new CheckingCredentials(dialogue, question), List.of(new SmtpAction.CheckCredentials(question)));
        }
        if (step instanceof SaslStep.Granted granted) {
            return SmtpState.say(new Greeted(dialogue.authenticatedAs(granted.account())), Replies.AUTHENTICATED);
        }
        if (step instanceof SaslStep.Refused refused) {
            return refused.denial() == SaslAnswer.Denial.UNAVAILABLE ? greeted.idle(Replies.CREDENTIALS_UNAVAILABLE)
                    : greeted.refuse(Replies.BAD_CREDENTIALS);
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
