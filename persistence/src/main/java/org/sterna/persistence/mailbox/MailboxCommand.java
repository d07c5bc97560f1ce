package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;

/** What can be asked of a mailbox. */
public sealed interface MailboxCommand {
    record Create(MailboxId id, String account, long uidValidity, By by) implements MailboxCommand { }

    /**
     * Adds messages, all or none, in one atomic write. A delivery whose queue id the mailbox remembers, and a copy whose
     * source it remembers, is not added again. Who and when are in each message's origin and save date. Several deliveries are refused as
     * {@link Verdict.Reason#TOO_LARGE} if they are more than {@link #MAX_OCTETS_APART} and would not be in one partition of the journal: fewer of them at a time
     * are not.
     *
     * @param messages  at most {@link #MAX_MESSAGES}, their rows together at most {@link #MAX_OCTETS}
     * @param confirmed deliveries the queue has recorded as final
     * @param distinct  deliveries of other transactions, though their fingerprint is that of one of these messages: who asks
     *                  has made sure of it, after {@link Verdict.Doubtful}
     */
    record AddMessages(List<NewMessage> messages, List<QueueId> confirmed, List<QueueId> distinct) implements MailboxCommand {
        /** More would make a mutation that keeps others of the same node waiting. */
        public static final int MAX_MESSAGES = 1_000;
        /** Of summaries and inline octets; Cassandra takes a mutation of 16 MiB. Larger content goes into blobs. */
        public static final int MAX_OCTETS = 8 << 20;
        /** Of what goes to two partitions, its events apart; Cassandra as it comes refuses such a batch of 50 KiB. */
        public static final int MAX_OCTETS_APART = 16 << 10;
        /** Event numbers in one partition, as the journal has them. */
        private static final int BUCKET = 256;

        public AddMessages(List<NewMessage> messages, List<QueueId> confirmed) {
            this(messages, confirmed, List.of());
        }

        /** Of all rows. */
        long octets() {
            long octets = 0;
            for (NewMessage message : messages) {
                octets += message.summary().length + message.inline().length;
            }
            return octets;
        }

        /** Whether these are deliveries that had better come in several commands, if the next event has this number. */
        boolean isBetterParted(long next, int events) {
            return events > 1 && next / BUCKET != (next + events - 1) / BUCKET && octets() > MAX_OCTETS_APART
                    && messages.stream().allMatch(message -> message.origin().queueId().isPresent());
        }
    }

    /**
     * @param size    RFC822.SIZE of what a client will read
     * @param flags   names; system flags begin with a backslash
     * @param summary the written summary, for the message's row
     * @param inline  the octets if they are stored inline, otherwise empty; never changed by anybody
     */
    record NewMessage(long size, Instant internalDate, Set<String> flags, MailboxEvent.Origin origin, MailboxEvent.ObjectIds ids,
            Instant saveDate, OctetsPlace octets, byte[] summary, byte[] inline) { }

    enum FlagMode { REPLACE, ADD, REMOVE }

    /**
     * STORE (RFC 9051 section 6.4.6); messages changed since the given MODSEQ are left alone (RFC 7162 section 3.1.3). If one of those that would
     * change is being moved, none is changed: half a STORE is nothing a client could tell from its answer, and asking again soon does all of it.
     */
    record StoreFlags(UidSet uids, FlagMode mode, Set<String> flags, Optional<Long> unchangedSince, By by) implements MailboxCommand { }

    /**
     * Sets {@code \Seen} because the messages are read (RFC 9051 section 6.4.5). Those that are being moved are left as they are: reading does not
     * fail for it.
     */
    record MarkSeen(UidSet uids, By by) implements MailboxCommand { }

    /** Removes messages; those without {@code \Deleted} stay if only deleted ones are meant, and those that are being moved stay in any case. */
    record Expunge(UidSet uids, boolean onlyDeleted, By by) implements MailboxCommand { }

    /**
     * Puts a message in the place of another one in the same mailbox (RFC 8508 section 3.4): both or neither, in one atomic write. Refused if the
     * other one is being moved.
     */
    record Replace(long uid, NewMessage message, By by) implements MailboxCommand { }

    /**
     * The intent of a MOVE. Who asks must end the move; if it does not, the entity does. Refused if one of the messages is being moved already:
     * it would be in both targets.
     */
    record StartMove(MailboxId target, UidSet uids, By by) implements MailboxCommand { }

    /**
     * Ends a move.
     *
     * @param move number of the event that started it
     * @param uids those whose copies are durable in the target: they leave. The others of the move stay.
     */
    record FinishMove(long move, UidSet uids, By by) implements MailboxCommand { }

    /** The content of messages expunged up to this place was removed from the store. */
    record MarkSwept(Swept swept, By by) implements MailboxCommand { }

    record Delete(By by) implements MailboxCommand { }
}
