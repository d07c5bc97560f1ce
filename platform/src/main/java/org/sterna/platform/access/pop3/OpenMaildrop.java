package org.sterna.platform.access.pop3;

import java.util.BitSet;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.MessagePages;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.pop3.MaildropContents;

/**
 * The messages one session sees: the mailbox as it was at login, whatever happens to it later. Its pages are shared with all who
 * look at the mailbox, so that a maildrop costs a session nothing however many messages there are.
 */
record OpenMaildrop(MailboxId mailbox, long uidValidity, MessagePages messages) implements MaildropContents {
    static OpenMaildrop of(MailboxId mailbox, Mailbox state) {
        return new OpenMaildrop(mailbox, state.uidValidity(), state.messages());
    }

    @Override
    public int count() {
        return messages.size();
    }

    @Override
    public long octets() {
        return messages.octets();
    }

    @Override
    public long octets(int index) {
        return entry(index).size();
    }

    /** UIDVALIDITY and UID together name no second message, ever, on whichever node (RFC 1939 section 7). */
    @Override
    public String uniqueId(int index) {
        return uidValidity + "." + messages.uid(index);
    }

    MessageEntry entry(int index) {
        return messages.entry(index);
    }

    UidSet uids(BitSet indexes) {
        return UidSet.of(indexes.stream().mapToLong(messages::uid));
    }
}
