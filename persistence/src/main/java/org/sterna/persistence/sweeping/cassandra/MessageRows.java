package org.sterna.persistence.sweeping.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.sweeping.StoredRow;

/** Rows of messages whatever a mailbox says about them; of several with one UID that of the highest epoch, as in the journal. */
public final class MessageRows {
    /** Event numbers in one partition, as the journal has them. */
    private static final int BUCKET = 256;

    private final Database database;
    private final PreparedStatement rows;
    private final PreparedStatement wholeRows;
    private final PreparedStatement row;
    private final PreparedStatement delete;
    private final PreparedStatement deleteBucket;

    public MessageRows(Database database) {
        this.database = database;
        rows = database.prepare("SELECT uid, summary FROM message WHERE persistence_id = ? AND bucket = ?");
        wholeRows = database.prepare("SELECT uid, summary, octets FROM message WHERE persistence_id = ? AND bucket = ?");
        row = database.prepare("SELECT uid, summary FROM message WHERE persistence_id = ? AND bucket = ? AND uid = ?");
        delete = database.prepare("DELETE FROM message WHERE persistence_id = ? AND bucket = ? AND uid = ?");
        deleteBucket = database.prepare("DELETE FROM message WHERE persistence_id = ? AND bucket = ?");
    }

    /** The bucket of the row that an event with this number added. */
    public static long bucket(long added) {
        return added / BUCKET;
    }

    private static String persistenceId(MailboxId mailbox) {
        return "mailbox|" + mailbox.value();
    }

    /** By rising UID. */
    public CompletionStage<List<StoredRow>> bucket(MailboxId mailbox, long bucket, boolean withOctets) {
        return database.readAll((withOctets ? wholeRows : rows).bind(persistenceId(mailbox), bucket), read -> stored(read, withOctets)).thenApply(all -> {
            Map<Long, StoredRow> highest = new TreeMap<>();
            all.forEach(each -> highest.put(each.uid(), each));
            return List.copyOf(highest.values());
        });
    }

    /** @param added number of the event that added the message */
    public CompletionStage<Optional<StoredRow>> find(MailboxId mailbox, long uid, long added) {
        return database.readAll(row.bind(persistenceId(mailbox), bucket(added), uid), read -> stored(read, false))
                .thenApply(all -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1)));
    }

    private static StoredRow stored(Row row, boolean withOctets) {
        Optional<ByteBuffer> octets = withOctets ? Optional.ofNullable(row.getByteBuffer("octets")) : Optional.empty();
        return new StoredRow(row.getLong("uid"), StoredMessage.read(new FieldReader(row.getByteBuffer("summary"))),
                octets.map(ByteBuffer::remaining).orElse(0));
    }

    /** Deletes a message's row with its octets. */
    public CompletionStage<Void> delete(MailboxId mailbox, long uid, long added) {
        return database.write(delete.bind(persistenceId(mailbox), bucket(added), uid));
    }

    /** Deletes all rows of a bucket. */
    public CompletionStage<Void> deleteBucket(MailboxId mailbox, long bucket) {
        return database.write(deleteBucket.bind(persistenceId(mailbox), bucket));
    }
}
