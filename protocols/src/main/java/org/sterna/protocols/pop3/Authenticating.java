package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;

/** Between AUTH and the client's credentials. Next: {@link CheckingCredentials}. RFC 5034 section 4. */
record Authenticating(Pop3Dialogue dialogue, SaslExchange exchange) implements Pop3State {
    @Override
    public Awaits awaits() {
        return Awaits.AUTH_RESPONSE;
    }

    @Override
    public Optional<Step> answer(Pop3Input input) {
        if (input instanceof Pop3Input.AuthResponse response) {
            return Optional.of(proceed(dialogue, exchange.on(response.line())));
        }
        if (input instanceof Pop3Input.MalformedCommand malformed) {
            return Optional.of(new Authorization(dialogue, Optional.empty()).refuse(malformed.reply()));
        }
        return Optional.empty();
    }

    static Step proceed(Pop3Dialogue dialogue, SaslStep step) {
        Authorization before = new Authorization(dialogue, Optional.empty());
        if (step instanceof SaslStep.Challenge challenge) {
            return Pop3State.say(new Authenticating(dialogue, challenge.next()),
                    new Pop3Reply.Line("+ " + challenge.base64()));
        }
        if (step instanceof SaslQuestion question) {
            return new Step(new CheckingCredentials(dialogue, question), List.of(new Pop3Action.CheckCredentials(question)));
        }
        if (step instanceof SaslStep.Granted granted) {
            return new Step(new OpeningMaildrop(dialogue.authenticatedAs(granted.account()), dialogue),
                    List.of(new Pop3Action.OpenMaildrop(granted.account())));
        }
        if (step instanceof SaslStep.Refused refused) {
            return refused.denial() == SaslAnswer.Denial.UNAVAILABLE
                    ? Pop3State.say(before, Pop3Reply.error("[SYS/TEMP] Temporary authentication failure")) // RFC 3206 section 4
                    : before.refuse("[AUTH] Name or password is wrong"); // RFC 3206 section 5
        }
        if (step instanceof SaslStep.Cancelled) {
            return before.refuse("Authentication cancelled");
        }
        if (step instanceof SaslStep.Malformed) {
            return before.refuse("Cannot read the authentication response");
        }
        throw new AssertionError(step);
    }
}
