package org.sterna.persistence.identity;

import java.util.Optional;

/**
 * Names a Connection, and with it the session-log partition that holds its events.
 *
 * @param incarnation the run of the node that served it
 * @param window      the session-log window in which it was opened, seconds since 1970 divided by the window length
 * @param number      its number in the window, from 0
 */
public record SessionId(Incarnation incarnation, long window, int number) {
    public SessionId {
        if (window < 0 || number < 0) {
            throw new IllegalArgumentException("window " + window + ", number " + number);
        }
    }

    /** Reads what {@link #toString} wrote; empty if it is not a session id. */
    public static Optional<SessionId> parse(String text) {
        if (!text.startsWith("s")) {
            return Optional.empty();
        }
        return QueueId.parse(text.substring(1)).map(id -> new SessionId(id.incarnation(), id.window(), id.message()));
    }

    @Override
    public String toString() {
        return "s" + new QueueId(incarnation, window, number);
    }
}
