package org.sterna.platform.access.imap;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.protocols.imap.search.MessageFacts;
import org.sterna.protocols.imap.search.ObjectNames;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.SelectedFields;

/** The facts of one message after the other: one object for a whole search. For one thread. */
final class FoundMessage implements MessageFacts {
    private long uid;
    private long sequence;
    private long flags;
    private long internalDate;
    private long saveDate;
    private long size;
    private long modSeq;
    private Optional<SelectedFields> selected = Optional.empty();
    private Optional<ObjectNames> names = Optional.empty();
    private Optional<HeaderFields> header = Optional.empty();

    /** Stands for the message the cursor is at, of which nothing but the index is known. */
    FoundMessage at(MessageCursor cursor, long knownSequence, long knownFlags) {
        uid = cursor.uid();
        sequence = knownSequence;
        flags = knownFlags;
        internalDate = cursor.internalDate();
        saveDate = cursor.saveDate();
        size = cursor.size();
        modSeq = cursor.modSeq();
        nothingRead();
        return this;
    }

    FoundMessage at(MessageEntry entry, long knownSequence, long knownFlags) {
        uid = entry.uid();
        sequence = knownSequence;
        flags = knownFlags;
        internalDate = entry.internalDate().toEpochMilli();
        saveDate = entry.saveDate().toEpochMilli();
        size = entry.size();
        modSeq = entry.modSeq();
        nothingRead();
        return this;
    }

    private void nothingRead() {
        selected = Optional.empty();
        names = Optional.empty();
        header = Optional.empty();
    }

    /** Its header section, if it is known. */
    FoundMessage with(Optional<HeaderFields> known) {
        header = known;
        return this;
    }

    /** Its row has been read. */
    FoundMessage with(MessageRow row) {
        selected = Optional.of(MessageSummaryCodec.decodeFields(ByteBuffer.wrap(row.message().summary())));
        names = Optional.of(new ObjectNames(row.message().emailId(), row.message().threadId()));
        return this;
    }

    @Override
    public long uid() {
        return uid;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long flags() {
        return flags;
    }

    @Override
    public long internalDate() {
        return internalDate;
    }

    @Override
    public long saveDate() {
        return saveDate;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long modSeq() {
        return modSeq;
    }

    @Override
    public Optional<SelectedFields> selected() {
        return selected;
    }

    @Override
    public Optional<ObjectNames> names() {
        return names;
    }

    @Override
    public Optional<HeaderFields> header() {
        return header;
    }
}
