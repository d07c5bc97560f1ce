package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What has happened to a queued message. Recipients are named by their index in the acceptance. */
public sealed interface QueueEvent {
    /**
     * @param reversePath empty for the null reverse-path
     * @param parameters  what MAIL asked for; times in it count from {@code at}
     * @param octets      inline octets are in the intake row of this event
     * @param prefix      what we add in front, shared by all recipients
     * @param removed     what we take out of the octets
     * @param reportOf    the message whose non-delivery this one reports
     */
    record MessageAccepted(Instant at, Optional<SessionId> session, Optional<String> account, String reversePath,
            List<Addressee> recipients, MailParameters parameters, Optional<Fingerprint> fingerprint, Optional<String> messageId,
            OctetsPlace octets, byte[] prefix, List<OctetRange> removed, Optional<QueueId> reportOf) implements QueueEvent { }

    /**
     * @param forwardPath as given in RCPT, or what it was resolved to; without brackets
     * @param parameters  what RCPT asked for; where an alias was resolved, the original recipient names it (RFC 3461 section 5.2.7)
     * @param errorsTo    the reverse-path of this copy where it is not the sender's: the owner of a list (RFC 5321 section 3.9.2)
     */
    record Addressee(String forwardPath, Target target, RcptParameters parameters, Optional<String> errorsTo) {
        /** One with the sender's reverse-path. */
        public Addressee(String forwardPath, Target target, RcptParameters parameters) {
            this(forwardPath, target, parameters, Optional.empty());
        }
    }

    /** Octets that no reader gets: from start, included, to end, excluded. */
    record OctetRange(long start, long end) { }

    /**
     * Written before the final dot is sent: if nothing follows, the next hop may have the message or not.
     *
     * @param security the TLS of the connection; empty in the clear
     * @param octets   of the content
     */
    record AttemptStarted(List<Integer> recipients, String host, String security, long octets, Instant at) implements QueueEvent { }

    record RecipientDelivered(int recipient, MailboxId mailbox, long uid, Instant at) implements QueueEvent { }

    /** @param report whether the sender is told of it: nobody behind the next hop will (RFC 3461 section 5.2.2, RFC 2852 section 4.1.4) */
    record RecipientRelayed(int recipient, Remark remark, boolean report, Instant at) implements QueueEvent { }

    record RecipientDeferred(int recipient, Cause cause, Remark remark, Instant at, Instant nextAttempt) implements QueueEvent { }

    record RecipientFailed(int recipient, Remark remark, Instant at) implements QueueEvent { }

    /**
     * The reply to the final dot was lost: the next hop may have it or not. Sent again (RFC 5321 section 4.5.4.1).
     *
     * @param octets of the content that had been given to the connection
     */
    record RecipientAmbiguous(int recipient, Remark remark, long octets, Instant at, Instant nextAttempt) implements QueueEvent { }

    /** The recipient stands for these from now on. */
    record RecipientExpanded(int recipient, List<Addressee> recipients, Instant at) implements QueueEvent { }

    /** A report of one kind about these recipients was accepted into the queue; there is no second one of that kind. */
    record ReportQueued(ReportKind kind, List<Integer> recipients, QueueId report, Instant at) implements QueueEvent { }

    /** The slice remembers it from now on; the node that accepted it may forget it. */
    record HandedToSlice(int slice, Instant due, Instant at) implements QueueEvent { }

    /** All its rows were written anew, because they would have been forgotten while it waits. */
    record MessageRenewed(Instant at) implements QueueEvent { }

    /** An operator has removed it: its open recipients get no copy, and nobody is told. */
    record MessageRemoved(Instant at) implements QueueEvent { }

    record MessageCompleted(Instant at) implements QueueEvent { }

    /** What a report tells the sender. */
    enum ReportKind {
        /** It will not be delivered. */
        FAILURE,
        /** It was delivered, or relayed to where nobody reports. */
        SUCCESS,
        /** It takes long. */
        DELAY,
        /** It goes on, but the time of BY has passed (RFC 2852 section 4.1.3). */
        DEADLINE,
        /** For the operator: the reply to the final dot was lost again and again. */
        AMBIGUOUS
    }

    /**
     * What the next hop said, or what we say instead.
     *
     * @param status   RFC 3463, such as {@code 4.4.1}
     * @param text     the reply in one line, with its code if there was one
     * @param host     the next hop; empty if it was not reached
     * @param security the TLS of the connection; empty in the clear
     */
    record Remark(String status, String text, String host, String security) {
        /** One without a connection, or in the clear. */
        public Remark(String status, String text, String host) {
            this(status, text, host, "");
        }
    }
}
