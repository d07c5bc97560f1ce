package org.sterna.platform.access.imap;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.protocols.imap.ImapSession;

/**
 * Who sees which messages as {@code \Recent} (RFC 3501 section 2.3.2): a session that opens a mailbox read-write takes what
 * came since the last such session on this port. Simplified: other nodes and ports do not know of it, and after a start only
 * what came since the start is recent. No client depends on more, and RFC 9051 has given the flag up. Thread-safe.
 */
final class RecentMarks {
    private static final int MAX_MAILBOXES = 100_000;

    private final Instant start;
    private final Map<MailboxId, Long> marks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MailboxId, Long> eldest) {
            return size() > MAX_MAILBOXES;
        }
    };

    RecentMarks(Instant start) {
        this.start = start;
    }

    /** The first UID that is recent in a session that opens the mailbox now. */
    synchronized long claim(MailboxId id, Mailbox state, ImapSession.Access access) {
        long first = marks.containsKey(id) ? marks.get(id) : firstSince(state);
        if (access == ImapSession.Access.READ_WRITE) {
            seen(id, state);
        }
        return first;
    }

    /** A session that had the mailbox open read-write has been told of everything in it. */
    synchronized void seen(MailboxId id, Mailbox state) {
        marks.merge(id, state.uidNext(), Math::max);
    }

    /** Messages are added in the order of their save dates: looks no further back than needed. */
    private long firstSince(Mailbox state) {
        long first = state.uidNext();
        for (int index = state.messages().size() - 1; index >= 0; index--) {
            MessageEntry entry = state.messages().entry(index);
            if (entry.saveDate().isBefore(start)) {
                break;
            }
            first = entry.uid();
        }
        return first;
    }
}
