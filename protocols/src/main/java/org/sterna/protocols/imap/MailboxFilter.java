package org.sterna.protocols.imap;

import java.util.List;

/** Which mailboxes a NOTIFY or an ESEARCH command means (RFC 5465 section 6, RFC 7377 section 2.2). */
public sealed interface MailboxFilter {
    /** The selected mailbox. */
    record Selected() implements MailboxFilter {
    }

    /** The selected mailbox, messages that are gone being told only where EXPUNGE is allowed; NOTIFY only. */
    record SelectedDelayed() implements MailboxFilter {
    }

    /** Those into which mail is delivered. */
    record Inboxes() implements MailboxFilter {
    }

    /** All of the user's own. */
    record Personal() implements MailboxFilter {
    }

    record Subscribed() implements MailboxFilter {
    }

    /** @param mailboxes these and everything below them */
    record Subtree(List<MailboxName> mailboxes) implements MailboxFilter {
        public Subtree {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    /** @param mailboxes these and what is one level below them; ESEARCH only */
    record SubtreeOne(List<MailboxName> mailboxes) implements MailboxFilter {
        public SubtreeOne {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    record Mailboxes(List<MailboxName> mailboxes) implements MailboxFilter {
        public Mailboxes {
            mailboxes = List.copyOf(mailboxes);
        }
    }
}
