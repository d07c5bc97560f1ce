package org.sterna.persistence.mailbox;

import java.time.Instant;
import org.sterna.persistence.identity.MailboxId;

/**
 * A move that was started and has not ended: its messages are here, and may be in the target, too. Until it ends nothing changes them here, because the
 * copies would not know of it.
 */
public record OpenMove(MailboxId target, UidSet uids, Instant at) { }
