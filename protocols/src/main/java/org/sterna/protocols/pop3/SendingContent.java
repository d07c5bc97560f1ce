package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;

/** A message, or its top, is sent. Before and next: {@link Transaction}. */
record SendingContent(Transaction transaction) implements Pop3State {
    @Override
    public Pop3Dialogue dialogue() {
        return transaction.dialogue();
    }

    @Override
    public Optional<Step> answer(Pop3Input input) {
        if (input instanceof Pop3Input.ContentSent) {
            return Optional.of(new Step(transaction, List.of()));
        }
        if (input instanceof Pop3Input.ContentGone) {
            return Optional.of(Pop3State.say(transaction, Pop3Reply.error("The message was deleted meanwhile")));
        }
        if (input instanceof Pop3Input.ContentUnavailable) {
            return Optional.of(Pop3State.say(transaction,
                    Pop3Reply.error("[SYS/TEMP] The message cannot be read now")));
        }
        return Optional.empty();
    }
}
