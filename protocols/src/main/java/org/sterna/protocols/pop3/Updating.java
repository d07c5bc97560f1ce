package org.sterna.protocols.pop3;

import java.util.Optional;

/**
 * Third: the marked messages are deleted, if there are any, and the maildrop is freed. Before: {@link Transaction}; next:
 * {@link Ended}. RFC 1939 section 6.
 */
record Updating(Pop3Dialogue dialogue, boolean deletes) implements Pop3State {
    @Override
    public Optional<Step> answer(Pop3Input input) {
        if (input instanceof Pop3Input.UpdateDone) {
            return Optional.of(end(Pop3Reply.ok("Bye")));
        }
        if (input instanceof Pop3Input.UpdateFailed) {
            // Who marked nothing has lost nothing.
            return Optional.of(end(deletes ? Pop3Reply.error("[SYS/TEMP] Deleted messages are not removed") : Pop3Reply.ok("Bye")));
        }
        return Optional.empty();
    }
}
