package org.sterna.protocols.smtp;

import java.util.Optional;
import java.util.Set;

/** What became of one recipient in one attempt. */
public sealed interface Outcome {
    /** What a peer that has taken a message over does about it. */
    enum Promise {
        /** Sends the reports that were asked for. RFC 3461 section 5.2.1. */
        REPORTS,
        /** Minds the time of BY. RFC 2852 section 4.1.4. */
        DEADLINE
    }

    /** The TLS that an operator demands was not offered, was refused, or failed; it may be had later. RFC 5248 registers X.7.10. */
    EnhancedStatus ENCRYPTION_NEEDED = new EnhancedStatus(4, 7, 10);
    /** No host of that kind gets the message, and another host may be of another kind. RFC 8689 section 4.2.1. */
    EnhancedStatus NO_ENCRYPTION = new EnhancedStatus(5, 7, 10);
    /** As {@link #NO_ENCRYPTION}, for a host that has TLS but does not demand it from others. */
    EnhancedStatus NO_REQUIRETLS = new EnhancedStatus(5, 7, 30);

    /** The peer has taken the message over. RFC 5321 section 6.1. */
    record Relayed(Reply reply, Set<Promise> promises) implements Outcome {
        /** Copies the set. */
        public Relayed {
            promises = Set.copyOf(promises);
        }
    }

    /** The peer would take a message for this recipient; only where {@link ClientPlan.Purpose#ASK} is the purpose. */
    record Welcome(Reply reply) implements Outcome {}

    /**
     * A later attempt may succeed.
     *
     * @param reply what the peer said; empty when the reason is our own
     */
    record Deferred(EnhancedStatus status, String reason, Optional<Reply> reply) implements Outcome {}

    /**
     * No attempt will succeed.
     *
     * @param reply what the peer said; empty when the reason is our own
     */
    record Failed(EnhancedStatus status, String reason, Optional<Reply> reply) implements Outcome {}

    /**
     * The final dot left, the reply did not come: the peer may have the message. RFC 1047.
     *
     * @param octets of the content that had been given to the connection
     */
    record Ambiguous(String reason, long octets) implements Outcome {}

    /** The outcome of a reply to MAIL, DATA or the final dot; 2yz is a success. */
    static Outcome of(Reply reply) {
        if (reply.isPositive()) {
            return new Relayed(reply, Set.of());
        }
        return reply.isPermanent() ? failed(reply) : deferred(reply);
    }

    /** The outcome of a reply to RCPT. */
    static Outcome ofRcpt(Reply reply) {
        return tooManyRecipients(reply) ? deferred(reply) : of(reply);
    }

    /** RFC 5321 section 4.5.3.1.10: 452 to RCPT, and 552 as well, means too many recipients, unless the status tells otherwise. */
    static boolean tooManyRecipients(Reply reply) {
        return (reply.code() == 452 || reply.code() == 552) && reply.status().filter(s -> s.subject() != 5 || s.detail() != 3).isEmpty();
    }

    /** The peer refuses for now, whatever the reply's class is. */
    static Outcome deferred(Reply reply) {
        EnhancedStatus status = reply.status().filter(s -> s.kind() == 4).orElse(new EnhancedStatus(4, 0, 0));
        return new Deferred(status, reply.toString(), Optional.of(reply));
    }

    /** Our own finding, for now, about the connection. */
    static Outcome deferred(EnhancedStatus status, String reason) {
        return new Deferred(status, reason, Optional.empty());
    }

    /** Our own finding that a host is not fit for the message. */
    static Outcome unsuited(EnhancedStatus status, String reason) {
        return new Failed(status, reason, Optional.empty());
    }

    private static Outcome failed(Reply reply) {
        return new Failed(reply.status().orElse(new EnhancedStatus(5, 0, 0)), reply.toString(), Optional.of(reply));
    }
}
