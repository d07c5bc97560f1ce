package org.sterna.platform.access.imap;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessagePages;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.search.SearchKey;
import org.sterna.protocols.imap.search.SearchProgram;

/**
 * A mailbox as a search looks at it: its state at one moment, and what the session was told of it if it is selected. Of a
 * selected mailbox a search finds only messages the session knows.
 */
record SearchedMailbox(MailboxId id, Mailbox state, Optional<SelectedView> view) {
    /** A bit that {@link Flags} leaves free. */
    private static final long RECENT = 32;

    static SearchedMailbox selected(SelectedMailbox mailbox) {
        return new SearchedMailbox(mailbox.id(), mailbox.state(), Optional.of(mailbox.view()));
    }

    MessagePages messages() {
        return state.messages();
    }

    /** How many messages there are to search. */
    int size() {
        return view.map(SelectedView::exists).orElse(messages().size());
    }

    long largestUid() {
        int size = size();
        return size == 0 ? 0 : view.map(known -> known.uidAt(size)).orElseGet(() -> messages().uid(size - 1));
    }

    /** The flags of a message with the bit of {@code \Recent}. */
    long flags(long uid, long bits) {
        return view.isPresent() && view.get().isRecent(uid) ? bits | RECENT : bits;
    }

    private long bit(Flag flag) {
        if (flag.equals(Flag.RECENT)) {
            return RECENT;
        }
        long system = Flags.system(flag.name());
        return system != 0 ? system : Flags.keyword(flag.name(), state.keywords());
    }

    /** What a key means here and now. Days are those of UTC, as INTERNALDATE is told. */
    SearchProgram program(SearchKey key, Instant now) {
        return new SearchProgram(key, new SearchProgram.Scope(largestUid(), size(), view.map(SelectedView::saved).orElse(List.of()),
                now, ZoneOffset.UTC, this::bit));
    }
}
