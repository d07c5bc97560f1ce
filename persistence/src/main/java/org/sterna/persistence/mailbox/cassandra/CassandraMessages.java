package org.sterna.persistence.mailbox.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The rows of messages. Of several rows with one UID the highest epoch counts, as in the journal: the others were written
 * by a node that had been fenced.
 */
public final class CassandraMessages {
    /** Event numbers in one partition, as the journal has them. */
    private static final int BUCKET = 256;

    /** A row, with the octets as received if they are stored in it and were asked for. */
    public record MessageRow(long uid, StoredMessage message, Optional<ByteBuffer> inline) { }

    private final Database database;
    private final CassandraBlobs blobs;
    private final PreparedStatement one;
    private final PreparedStatement summaries;
    private final PreparedStatement whole;
    private final PreparedStatement summary;
    private final PreparedStatement delete;

    public CassandraMessages(Database database, CassandraBlobs blobs) {
        this.database = database;
        this.blobs = blobs;
        one = database.prepare("SELECT uid, summary, octets FROM message WHERE persistence_id = ? AND bucket = ? AND uid = ?");
        summaries = database.prepare("SELECT uid, summary FROM message WHERE persistence_id = ? AND bucket = ? AND uid >= ? AND uid <= ?");
        summary = database.prepare("SELECT uid, summary FROM message WHERE persistence_id = ? AND bucket = ? AND uid = ?");
        delete = database.prepare("DELETE FROM message WHERE persistence_id = ? AND bucket = ? AND uid = ?");
        whole = database.prepare("SELECT uid, summary, octets FROM message WHERE persistence_id = ? AND bucket = ? AND uid >= ? AND uid <= ?");
    }

    /** Messages that one read of {@link #read} answers: entries with the same key. */
    public static long bucket(MessageEntry entry) {
        return entry.added() / BUCKET;
    }

    /**
     * Reads the rows of messages that share a bucket, by rising UID, in one statement.
     *
     * @param entries    of one bucket, by rising UID; not empty
     * @param withOctets whether octets stored in the rows are read, too
     */
    public CompletionStage<List<MessageRow>> read(MailboxId mailbox, List<MessageEntry> entries, boolean withOctets) {
        long bucket = bucket(entries.get(0));
        long first = entries.get(0).uid();
        long last = entries.get(entries.size() - 1).uid();
        String persistenceId = "mailbox|" + mailbox;
        var statement = first == last && withOctets ? one.bind(persistenceId, bucket, first)
                : (withOctets ? whole : summaries).bind(persistenceId, bucket, first, last);
        return database.readAll(statement, row -> message(row, withOctets)).thenApply(rows -> {
            Map<Long, MessageRow> highest = new LinkedHashMap<>();
            rows.forEach(row -> highest.put(row.uid(), row));
            highest.keySet().retainAll(entries.stream().map(MessageEntry::uid).collect(Collectors.toSet()));    // the others are expunged
            return List.copyOf(highest.values());
        });
    }

    /**
     * The row of a message that may have left the mailbox, without its octets; empty if it was swept.
     *
     * @param added number of the event that added it
     */
    public CompletionStage<Optional<MessageRow>> row(MailboxId mailbox, long uid, long added) {
        return database.readAll(summary.bind("mailbox|" + mailbox, added / BUCKET, uid), row -> message(row, false))
                .thenApply(rows -> rows.stream().reduce((lower, higher) -> higher));
    }

    /** Removes the row of a message that has left the mailbox, octets that are stored in it included. */
    public CompletionStage<Void> delete(MailboxId mailbox, long uid, long added) {
        return database.write(delete.bind("mailbox|" + mailbox, added / BUCKET, uid));
    }

    private static MessageRow message(Row row, boolean withOctets) {
        StoredMessage message = StoredMessage.read(new FieldReader(row.getByteBuffer("summary")));
        return new MessageRow(row.getLong("uid"), message, withOctets && message.octets() instanceof OctetsPlace.Inline
                ? Optional.ofNullable(row.getByteBuffer("octets")) : Optional.empty());
    }

    /** The octets of a message as they were received. */
    public Content octets(MessageRow row) {
        if (row.message().octets() instanceof OctetsPlace.InBlob blob) {
            return blobs.content(blob.blob(), blob.size());
        }
        ByteBuffer inline = row.inline().orElseThrow(() -> new IllegalStateException("the octets of UID " + row.uid() + " were not read"));
        byte[] octets = new byte[inline.remaining()];
        inline.duplicate().get(octets);
        return Content.of(octets);
    }
}
