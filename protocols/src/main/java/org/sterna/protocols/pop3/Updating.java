package org.sterna.protocols.pop3;

import java.util.Optional;

/** Third: the marked messages are deleted. Before: {@link Transaction}; next: {@link Ended}. RFC 1939 section 6. */
record Updating(Pop3Dialogue dialogue) implements Pop3State {
    @Override
    public Optional<Step> answer(Pop3Input input) {
        if (input instanceof Pop3Input.UpdateDone) {
            return Optional.of(end(Pop3Reply.ok("Bye")));
        }
        if (input instanceof Pop3Input.UpdateFailed) {
            return Optional.of(end(Pop3Reply.error("[SYS/TEMP] Some deleted messages are not removed")));
        }
        return Optional.empty();
    }
}
