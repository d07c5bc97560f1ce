package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.journal.Companion;

/** What has happened to a mailbox. The number of an event is the MODSEQ of what it changed (RFC 7162 section 3.1.1). */
public sealed interface MailboxEvent {
    record MailboxCreated(MailboxId id, String account, long uidValidity, Instant at) implements MailboxEvent { }

    /**
     * @param newKeywords keywords that this message is the first to use; their bits follow those already known
     * @param origin      how it came here
     * @param octets      where the octets are
     * @param confirmed   deliveries whose queue has recorded their end: they need not be remembered any more
     * @param companions  the message's row on its way to the journal; empty when read back
     */
    record MessageAdded(long uid, long size, Instant internalDate, long flags, List<String> newKeywords, Origin origin,
            ObjectIds ids, Instant saveDate, OctetsPlace octets, List<QueueId> confirmed, List<MessageRow> companions)
            implements MailboxEvent, Companion { }

    /**
     * How a message came into a mailbox.
     *
     * @param queueId     of a delivery
     * @param fingerprint of a delivery inside the SMTP transaction (RFC 1047); 32 octets
     * @param session     the session that delivered, appended or copied it
     * @param source      of a copy or move
     */
    record Origin(Optional<QueueId> queueId, Optional<Fingerprint> fingerprint, Optional<SessionId> session, Optional<Source> source) {
        public static final Origin NONE = new Origin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    record Source(MailboxId mailbox, long uid) { }

    /** EMAILID and THREADID (RFC 8474 sections 5.1 and 5.2). */
    record ObjectIds(String emailId, String threadId) { }

    record FlagsChanged(List<String> newKeywords, List<Change> changes) implements MailboxEvent { }

    /** Messages whose flags were the same before, and are the same now. */
    record Change(UidSet uids, long before, long after) { }

    record MessagesExpunged(UidSet uids) implements MailboxEvent { }

    /** The intent of a MOVE (RFC 6851): until they moved away the messages are still here. */
    record MoveStarted(MailboxId target, UidSet uids) implements MailboxEvent { }

    record MessagesMovedAway(MailboxId target, UidSet uids) implements MailboxEvent { }

    record MailboxDeleted(Instant at) implements MailboxEvent { }
}
