package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/** 220 is said and the handshake runs. Next: {@link Connected}, with everything forgotten. RFC 3207 section 4.2. */
record AwaitingTls(SmtpDialogue dialogue) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        return input instanceof SmtpInput.TlsEstablished established
                ? Optional.of(new Step(new Connected(dialogue.securedBy(established.tls())), List.of()))
                : Optional.empty();
    }
}
