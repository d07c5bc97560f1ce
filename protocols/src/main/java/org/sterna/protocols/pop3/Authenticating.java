package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.sasl.SaslExchange;
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
        if (step instanceof SaslStep.Credentials credentials) {
            return new Step(new CheckingCredentials(dialogue),
                    List.of(new Pop3Action.CheckCredentials(credentials.user(), credentials.password())));
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
