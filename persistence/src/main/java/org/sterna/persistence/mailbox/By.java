package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.Optional;
import org.sterna.persistence.identity.SessionId;

/**
 * Who changed something, and when.
 *
 * @param session empty if it was the node itself or an operator
 * @param at      by the clock of the node that asked; kept in milliseconds
 */
public record By(Optional<SessionId> session, Instant at) {
    public static By session(SessionId session, Instant at) {
        return new By(Optional.of(session), at);
    }

    /** The node itself or an operator. */
    public static By nobody(Instant at) {
        return new By(Optional.empty(), at);
    }
}
