package org.sterna.protocols.smtp;

import java.util.Optional;
import org.sterna.protocols.sasl.SaslQuestion;

/** The caller looks at what the client has said of itself. Before and perhaps next: {@link Authenticating}; next: {@link Greeted}. */
record CheckingCredentials(SmtpDialogue dialogue, SaslQuestion question) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        return input instanceof SmtpInput.CredentialsChecked checked
                ? Optional.of(Authenticating.proceed(dialogue, question.on(checked.answer()))) : Optional.empty();
    }
}
