package org.sterna.platform.access.imap;

import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.MessagePages;
import org.sterna.protocols.imap.MessageIndex;

/** The index of a mailbox as the numbering of a session reads it. Two are equal if they are of the very same pages after the same event. */
final class PagesIndex implements MessageIndex {
    private final MessagePages messages;
    private final long highestModSeq;

    PagesIndex(Mailbox state) {
        this.messages = state.messages();
        this.highestModSeq = state.highestModSeq();
    }

    @Override
    public int size() {
        return messages.size();
    }

    @Override
    public long uid(int index) {
        return messages.uid(index);
    }

    @Override
    public int indexOf(long uid) {
        return messages.indexOf(uid);
    }

    @Override
    public int insertion(long uid) {
        return messages.insertion(uid);
    }

    @Override
    public void since(MessageIndex before, Difference told) {
        messages.since(((PagesIndex) before).messages, new MessagePages.Difference() {
            @Override
            public void added(MessageCursor at) {
                told.added(at.uid(), at.modSeq());
            }

            @Override
            public void changed(MessageCursor at) {
                told.changed(at.uid(), at.modSeq());
            }

            @Override
            public void removed(long uid) {
                told.removed(uid);
            }
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PagesIndex index && messages == index.messages && highestModSeq == index.highestModSeq;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(highestModSeq);
    }
}
