package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.address.ForwardPath;

/**
 * Last but one: QUIT is sent and every outcome is known. Next: {@link Finished}. RFC 5321 section 4.1.1.10.
 *
 * @param owed replies that still come, that to QUIT among them
 */
record Quitting(int owed) implements ClientState {
    @Override
    public List<ForwardPath> undecided() {
        return List.of();
    }

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
