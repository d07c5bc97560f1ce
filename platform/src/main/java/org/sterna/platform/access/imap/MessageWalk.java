package org.sterna.platform.access.imap;

import java.util.List;
import java.util.OptionalLong;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.MessagePages;
import org.sterna.persistence.mailbox.UidSet;

/**
 * Goes through the messages that a command means, by rising UID, as they are now: between two steps the mailbox may go on. Messages
 * that were expunged are passed over, and those the session was not told of. For the actor's thread.
 */
final class MessageWalk {
    private final SelectedMailbox mailbox;
    private final UidSet wanted;
    private final long changedSince;
    private MessagePages pages;
    private MessageCursor cursor;
    private long uid;
    private long sequence;
    private long passed;

    /** @param changedSince only messages with a greater MODSEQ; -1 for all */
    MessageWalk(SelectedMailbox mailbox, UidSet wanted, long changedSince) {
        this.mailbox = mailbox;
        this.wanted = wanted;
        this.changedSince = changedSince;
        this.pages = mailbox.state().messages();
        this.cursor = cursor(wanted);
    }

    private MessageCursor cursor(UidSet uids) {
        return changedSince < 0 ? pages.cursor(uids) : pages.cursor(uids, changedSince);
    }

    /** Goes to the next message; false at the end. */
    boolean next() {
        MessagePages now = mailbox.state().messages();
        if (now != pages) {
            pages = now;
            cursor = cursor(uid == 0 ? wanted : uid >= 0xFFFF_FFFFL ? UidSet.EMPTY
                    : wanted.intersection(new UidSet(List.of(new UidSet.Range(uid + 1, 0xFFFF_FFFFL)))));
        }
        while (cursor.next()) {
            uid = cursor.uid();
            long following = sequence + 1;
            if (sequence > 0 && following <= mailbox.view().exists() && mailbox.view().uidAt(following) == uid) {
                sequence = following;
                passed++;
                return true;
            }
            OptionalLong known = mailbox.view().sequenceOf(uid);
            if (known.isPresent()) {
                sequence = known.getAsLong();
                passed++;
                return true;
            }
        }
        return false;
    }

    /** The number the session knows the message by. */
    long sequence() {
        return sequence;
    }

    /** The message itself, valid until the next step. */
    MessageCursor message() {
        return cursor;
    }

    /** Messages gone to so far. */
    long passed() {
        return passed;
    }
}
