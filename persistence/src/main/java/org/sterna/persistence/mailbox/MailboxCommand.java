package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;

/** What can be asked of a mailbox. */
public sealed interface MailboxCommand {
    record Create(MailboxId id, String account, long uidValidity, Instant at) implements MailboxCommand { }

    /**
     * Adds messages, all or none. A delivery whose queue id the mailbox remembers is not added again.
     *
     * @param confirmed deliveries the queue has recorded as final
     */
    record AddMessages(List<NewMessage> messages, List<QueueId> confirmed) implements MailboxCommand { }

    /**
     * @param size    RFC822.SIZE of what a client will read
     * @param flags   names; system flags begin with a backslash
     * @param summary the written summary, for the message's row
     * @param inline  the octets if they are stored inline, otherwise empty; never changed by anybody
     */
    record NewMessage(long size, Instant internalDate, Set<String> flags, MailboxEvent.Origin origin, MailboxEvent.ObjectIds ids,
            Instant saveDate, OctetsPlace octets, byte[] summary, byte[] inline) { }

    enum FlagMode { REPLACE, ADD, REMOVE }

    /** STORE (RFC 9051 section 6.4.6); messages changed since the given MODSEQ are left alone (RFC 7162 section 3.1.3). */
    record StoreFlags(UidSet uids, FlagMode mode, Set<String> flags, Optional<Long> unchangedSince) implements MailboxCommand { }

    /** Removes messages; those without {@code \Deleted} stay if only deleted ones are meant. */
    record Expunge(UidSet uids, boolean onlyDeleted) implements MailboxCommand { }

    record StartMove(MailboxId target, UidSet uids) implements MailboxCommand { }

    record FinishMove(MailboxId target, UidSet uids) implements MailboxCommand { }

    record Delete(Instant at) implements MailboxCommand { }
}
