package org.sterna.protocols.smtp;

import java.util.List;

/**
 * Last but one: QUIT is sent. Next: {@link Finished}. RFC 5321 section 4.1.1.10.
 *
 * @param owed replies that still come, that to QUIT among them
 */
record Quitting(int owed) implements Leaving {
    @Override
    public ClientPhase phase() {
        return ClientPhase.QUIT;
    }

    @Override
    public Step onReply(Reply reply) {
        return owed == 1
                ? new Step(new Finished(), List.of(new ClientAction.Close()))
                : new Step(new Quitting(owed - 1), List.of());
    }
}
