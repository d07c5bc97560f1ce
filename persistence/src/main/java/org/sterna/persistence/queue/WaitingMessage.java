package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.List;
import org.sterna.persistence.identity.QueueId;

/**
 * What a slice knows of a message that waits: enough to wake it, and to answer an operator without reading it.
 *
 * @param accepted    when it was accepted
 * @param reversePath empty for the null reverse-path
 * @param recipients  forward-paths without a final state, in their order; of very many only the first are kept
 * @param octets      its size
 * @param priority    RFC 6710, -9 to 9; 0 is normal
 * @param destination where it goes, as {@link Departures} names it; empty if there are several, or a mailbox: it is started whenever it is due
 * @param due         when it may be tried
 * @param look        when it is to be looked at even if its destination has no place: a report, its end, or the half of the intake's time
 * @param reason      why it waits
 */
public record WaitingMessage(QueueId id, Instant accepted, String reversePath, List<String> recipients, long octets, int priority,
        String destination, State state, Instant due, Instant look, String reason) {
    /** Why it waits. */
    public enum State {
        /** For its destination: no attempt has failed. */
        READY,
        /** An attempt failed. */
        DEFERRED,
        /** The sender asked for a later release (RFC 4865). */
        SCHEDULED,
        /** An operator holds it: it is neither tried nor given up. */
        HELD
    }

    public WaitingMessage {
        recipients = List.copyOf(recipients);
    }
}
