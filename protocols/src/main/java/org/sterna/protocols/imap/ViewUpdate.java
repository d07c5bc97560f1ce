package org.sterna.protocols.imap;

import java.util.List;

/**
 * Untagged responses by which a session learns what changed in its mailbox (RFC 9051 sections 7.4 and 7.5), many of a kind
 * together. The arrays belong to the receiver.
 */
public sealed interface ViewUpdate {
    /**
     * An EXPUNGE for each.
     *
     * @param sequences in the order to be sent, each as it is at that moment: those before have already shifted it
     */
    record Expunged(int[] sequences) implements ViewUpdate {
    }

    /** One VANISHED (RFC 7162 section 3.2.10). */
    record Vanished(List<NumberRange> uids) implements ViewUpdate {
        public Vanished {
            uids = List.copyOf(uids);
        }
    }

    record Exists(long messages) implements ViewUpdate {
    }

    record Recent(long messages) implements ViewUpdate {
    }

    /**
     * A FETCH for each, with the message's flags as they are now, but for those that the session was told by its own command.
     *
     * @param sequences ascending; their UIDs are those of {@link SelectedView#uidAt} until the next announcement
     */
    record FlagsChanged(int[] sequences) implements ViewUpdate {
    }
}
