package org.sterna.protocols.pop3;

import java.util.Optional;
import org.sterna.protocols.sasl.SaslQuestion;

/** The caller looks at what the client has said of itself. Before: {@link Authorization}; next: {@link Authenticating} or {@link OpeningMaildrop}. */
record CheckingCredentials(Pop3Dialogue dialogue, SaslQuestion question) implements Pop3State {
    @Override
    public Optional<Step> answer(Pop3Input input) {
        return input instanceof Pop3Input.CredentialsChecked checked
                ? Optional.of(Authenticating.proceed(dialogue, question.on(checked.answer()))) : Optional.empty();
    }
}
