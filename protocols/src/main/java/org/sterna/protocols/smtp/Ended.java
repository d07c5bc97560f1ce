package org.sterna.protocols.smtp;

import java.util.Optional;

/** Last: the connection closes. */
record Ended(SmtpDialogue dialogue) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.NOTHING;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        return Optional.empty();
    }
}
