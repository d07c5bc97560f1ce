package org.sterna.protocols.imap;

/**
 * One state of a mailbox: its messages by rising UID. Immutable, and shared by all sessions that look at it; two objects are
 * equal only if they are the same state.
 */
public interface MessageIndex {
    int size();

    /** @param index 0 to {@link #size()} - 1 */
    long uid(int index);

    /** Where the message is, -1 if it is not here. */
    int indexOf(long uid);

    /** How many messages have a lower UID. */
    int insertion(long uid);

    /** Tells what differs from an earlier state of the same mailbox, by rising UID; what both share is not looked at. */
    void since(MessageIndex before, Difference told);

    /** Learns what differs between two states. */
    interface Difference {
        void added(long uid, long modSeq);

        /** Its MODSEQ is another one now. */
        void changed(long uid, long modSeq);

        void removed(long uid);
    }
}
