package org.sterna.protocols.smtp;

import java.util.Optional;

/** The caller looks at name and password. Before: {@link Authenticating}; next: {@link Greeted}. */
record CheckingCredentials(SmtpDialogue dialogue) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.CredentialsValid valid) {
            return Optional.of(SmtpState.say(
                    new Greeted(dialogue.authenticatedAs(valid.account())), Replies.AUTHENTICATED));
        }
        if (input instanceof SmtpInput.CredentialsInvalid) {
            return Optional.of(new Greeted(dialogue).refuse(Replies.BAD_CREDENTIALS));
        }
        if (input instanceof SmtpInput.CredentialsUnavailable) {
            return Optional.of(new Greeted(dialogue).idle(Replies.CREDENTIALS_UNAVAILABLE));
        }
        return Optional.empty();
    }
}
