package org.sterna.persistence.claim;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.session.SessionEvent;

/**
 * Finds, in what is left of a dead incarnation, the accepted transactions whose {@code 250} was not seen to arrive. The
 * session log is written a little behind the conversation: what it has lost of the last moments counts as not arrived. Not
 * thread-safe.
 */
public final class UnreadReplies {
    private final Map<QueueId, Claim> accepted = new HashMap<>();
    private final Set<QueueId> delivered = new HashSet<>();

    /** From the intake. */
    public void accepted(QueueId id, Fingerprint fingerprint, Instant at) {
        accepted.putIfAbsent(id, new Claim(fingerprint, id, at));
    }

    /**
     * Adds events of one session in their order; its first ones may be missing. Who has read a reply has read those before it
     * (they come in order, by TCP).
     */
    public void session(List<SessionEvent> events) {
        Deque<QueueId> said = new ArrayDeque<>();
        for (SessionEvent event : events) {
            if (event instanceof SessionEvent.TransactionAccepted happened) {
                happened.fingerprint().ifPresent(fingerprint -> accepted(happened.queueId(), fingerprint, happened.at()));
                said.addLast(happened.queueId());
            } else if (event instanceof SessionEvent.TransactionRepeated happened) {
                said.addLast(happened.queueId());
            } else if (event instanceof SessionEvent.ReplyDelivered happened) {
                delivered.add(happened.queueId());
                if (said.contains(happened.queueId())) {
                    QueueId read;
                    do {
                        read = said.removeFirst();
                        delivered.add(read);
                    } while (!read.equals(happened.queueId()));
                }
            }
        }
    }

    /** Those that remain, the oldest first: of two with one fingerprint, the later one is to win. */
    public List<Claim> claims() {
        return accepted.values().stream().filter(claim -> !delivered.contains(claim.queueId()))
                .sorted((one, other) -> one.at().compareTo(other.at())).toList();
    }
}
