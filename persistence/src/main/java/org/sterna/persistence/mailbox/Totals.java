package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;

/**
 * What STATUS (RFC 9051 section 6.3.11) and quota (RFC 9208) ask of a mailbox, without its messages.
 *
 * @param id            empty until it is created
 * @param uidNext       4294967296 if no UID is left
 * @param highestModSeq RFC 7162 section 3.1.2.1
 * @param unseen        messages without {@code \Seen}
 * @param deleted       messages with {@code \Deleted}
 * @param octets        sum of RFC822.SIZE
 * @param deletedOctets of those with {@code \Deleted}
 * @param gone          the mailbox was deleted
 * @param unswept       when the first messages were expunged whose content is still stored; empty if there are none
 */
public record Totals(Optional<MailboxId> id, long uidValidity, long uidNext, long highestModSeq, int messages, int unseen, int deleted,
        long octets, long deletedOctets, boolean gone, Optional<Instant> unswept) { }
