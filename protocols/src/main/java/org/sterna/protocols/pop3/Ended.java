package org.sterna.protocols.pop3;

import java.util.Optional;

/** Last: the connection closes. */
record Ended(Pop3Dialogue dialogue) implements Pop3State {
    @Override
    public Awaits awaits() {
        return Awaits.NOTHING;
    }

    @Override
    public Optional<Step> answer(Pop3Input input) {
        return Optional.empty();
    }
}
