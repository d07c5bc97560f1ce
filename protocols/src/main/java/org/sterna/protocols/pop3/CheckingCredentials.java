package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;

/** The caller looks at name and password. Before: {@link Authorization}; next: {@link OpeningMaildrop}. */
record CheckingCredentials(Pop3Dialogue dialogue) implements Pop3State {
    @Override
    public Optional<Step> answer(Pop3Input input) {
        Authorization before = new Authorization(dialogue, Optional.empty());
        if (input instanceof Pop3Input.CredentialsValid valid) {
            return Optional.of(new Step(new OpeningMaildrop(dialogue.authenticatedAs(valid.account()), dialogue),
                    List.of(new Pop3Action.OpenMaildrop(valid.account()))));
        }
        if (input instanceof Pop3Input.CredentialsInvalid) {
            return Optional.of(before.refuse("[AUTH] Name or password is wrong")); // RFC 3206 section 5
        }
        if (input instanceof Pop3Input.CredentialsUnavailable) {
            return Optional.of(Pop3State.say(before,
                    Pop3Reply.error("[SYS/TEMP] Temporary authentication failure"))); // RFC 3206 section 4
        }
        return Optional.empty();
    }
}
