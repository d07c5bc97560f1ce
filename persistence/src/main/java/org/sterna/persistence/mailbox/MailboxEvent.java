package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.journal.Companion;

/**
 * What has happened to a mailbox, by whom and when. The number of an event is the MODSEQ of what it changed
 * (RFC 7162 section 3.1.1). Nothing is thrown away with an expunged message but its place in the index: the events tell
 * what the mailbox was at any time.
 */
public sealed interface MailboxEvent {
    /** Who did it, and when. */
    By by();

    record MailboxCreated(MailboxId id, String account, long uidValidity, By by) implements MailboxEvent { }

    /**
     * @param newKeywords keywords that this message is the first to use; their bits follow those already known
     * @param origin      how it came here
     * @param octets      where the octets are
     * @param confirmed   deliveries whose queue has recorded their end: they need not be remembered any more
     * @param companions  the message's row on its way to the journal; empty when read back
     */
    record MessageAdded(long uid, long size, Instant internalDate, long flags, List<String> newKeywords, Origin origin,
            ObjectIds ids, Instant saveDate, OctetsPlace octets, List<QueueId> confirmed, List<MessageRow> companions)
            implements MailboxEvent, Companion {
        @Override
        public By by() {
            return new By(origin.session(), saveDate);
        }

        /** Without the row. */
        public MessageAdded withoutRow() {
            return companions.isEmpty() ? this
                    : new MessageAdded(uid, size, internalDate, flags, newKeywords, origin, ids, saveDate, octets, confirmed, List.of());
        }
    }

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

    /**
     * The message that was copied.
     *
     * @param run one COPY or MOVE: of a MOVE the number of the event that started it, of a COPY what {@link #run} gives. The
     *            same message copied again by the same run is the same copy; by another run it is another one.
     */
    record Source(MailboxId mailbox, long uid, long run) {
        /** By a MOVE: its source waits to end it. */
        public boolean isMoved() {
            return run > 0;
        }

        /** A name for one COPY, negative so that it is no MOVE's. */
        public static long run(RandomGenerator random) {
            return random.nextLong() | Long.MIN_VALUE;
        }
    }

    /** EMAILID and THREADID (RFC 8474 sections 5.1 and 5.2). */
    record ObjectIds(String emailId, String threadId) { }

    record FlagsChanged(List<String> newKeywords, List<Change> changes, By by) implements MailboxEvent { }

    /** Messages whose flags were the same before, and are the same now. */
    record Change(UidSet uids, long before, long after) { }

    /** @param added where their rows are */
    record MessagesExpunged(UidSet uids, AddedNumbers added, By by) implements MailboxEvent { }

    /** The intent of a MOVE (RFC 6851): until they moved away the messages are still here. */
    record MoveStarted(MailboxId target, UidSet uids, By by) implements MailboxEvent { }

    /**
     * A move has ended: these messages left, the others of the move stayed.
     *
     * @param move  number of the event that started it
     * @param added where their rows are
     */
    record MessagesMovedAway(MailboxId target, long move, UidSet uids, AddedNumbers added, By by) implements MailboxEvent { }

    /** A move has ended and no message left. */
    record MoveAbandoned(long move, By by) implements MailboxEvent { }

    /** The content of messages expunged up to this place is gone. */
    record MessagesSwept(Swept swept, By by) implements MailboxEvent { }

    record MailboxDeleted(By by) implements MailboxEvent { }
}
