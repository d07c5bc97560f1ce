package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;

/** The handshake runs. Before and next: {@link Authorization}. RFC 2595 section 4. */
record AwaitingTls(Pop3Dialogue dialogue) implements Pop3State {
    @Override
    public Optional<Step> answer(Pop3Input input) {
        return input instanceof Pop3Input.TlsEstablished established
                ? Optional.of(new Step(
                        new Authorization(dialogue.securedBy(established.tls()), Optional.empty()), List.of()))
                : Optional.empty();
    }
}
