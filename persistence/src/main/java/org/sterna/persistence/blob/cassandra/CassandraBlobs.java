package org.sterna.persistence.blob.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.BlobHolder;
import org.sterna.persistence.blob.CondemnedBlobException;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Chunks of 128 KiB in partitions of 8 MiB, and one reference for each queued message or mailbox message that holds the
 * blob. A blob is durable when every chunk and the reference of its holder are.
 *
 * <p>A message's reference cannot be written with its event, and its UID is known only afterwards. So the message is announced first, then added,
 * then settled. What was announced and never settled is found by the sweeper, which reads in the mailbox's history what came of it.
 */
public final class CassandraBlobs {
    /** Octets of a chunk. */
    public static final int CHUNK = 128 * 1024;
    static final int BUCKET = 64;
    private static final int ATTEMPTS = 4;

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement deleteBucket;
    private final PreparedStatement refer;
    private final PreparedStatement referUncondemned;
    private final PreparedStatement unrefer;

    public CassandraBlobs(Database database) {
        this.database = database;
        insert = database.prepare("INSERT INTO blob (id, bucket, chunk, data) VALUES (?, ?, ?, ?) USING TTL ?");
        select = database.prepare("SELECT data FROM blob WHERE id = ? AND bucket = ? AND chunk = ?");
        deleteBucket = database.prepare("DELETE FROM blob WHERE id = ? AND bucket = ?");
        refer = database.prepare("INSERT INTO blob_reference (id, holder, at) VALUES (?, ?, toTimestamp(now())) USING TTL ?");
        referUncondemned = database.prepare("UPDATE blob_reference SET referred = ? WHERE id = ? IF condemned = NULL");
        unrefer = database.prepare("DELETE FROM blob_reference WHERE id = ? AND holder = ?");
    }

    /**
     * Writes one chunk.
     *
     * @param life empty for good; set only if every recipient is remote
     */
    public CompletionStage<Void> write(BlobId id, int chunk, ByteBuffer data, Optional<Duration> life) {
        return database.write(insert.bind(id.value(), chunk / BUCKET, chunk, data, ttl(life)));
    }

    /** Writes a blob of this many octets anew, chunk by chunk, so that its life begins again. */
    public CompletionStage<Void> renew(BlobId id, long size, Duration life) {
        return renew(id, content(id, size), 0, life);
    }

    private CompletionStage<Void> renew(BlobId id, Content content, int chunk, Duration life) {
        if (chunk >= content.chunks()) {
            return CompletableFuture.completedFuture(null);
        }
        return content.chunk(chunk).thenCompose(data -> write(id, chunk, data, Optional.of(life)))
                .thenComposeAsync(written -> renew(id, content, chunk + 1, life));
    }

    /**
     * A queued message holds the blob, which must have been written just now, or be held by it already.
     *
     * @param life that of the message's rows
     */
    public CompletionStage<Void> queued(BlobId id, QueueId message, Duration life) {
        return refer(id, new BlobHolder.Queued(message), Optional.of(life));
    }

    /** The queued message needs the blob no more: every recipient is final, and messages that were delivered are settled. */
    public CompletionStage<Void> unqueued(BlobId id, QueueId message) {
        return unrefer(id, new BlobHolder.Queued(message));
    }

    /** A name for an operation that announces. */
    public String newToken() {
        return UUID.randomUUID().toString();
    }

    /**
     * A message with a blob that was written just now is about to be added to a mailbox. To be completed before it is.
     *
     * @param token names the operation; without a slash
     */
    public CompletionStage<Void> announce(BlobId id, MailboxId target, String token) {
        return refer(id, new BlobHolder.Announced(target, token), Optional.empty());
    }

    /**
     * The same for a blob that other messages hold, or held. Fails with {@link CondemnedBlobException} if it is condemned.
     *
     * @param token as with {@link #announce}
     */
    public CompletionStage<Void> share(BlobId id, MailboxId target, String token) {
        return share(id, new BlobHolder.Announced(target, token), ATTEMPTS);
    }

    /** Repeating it does no harm, and is what an unknown outcome asks for. */
    private CompletionStage<Void> share(BlobId id, BlobHolder holder, int attempts) {
        BatchStatement batch = BatchStatement.builder(DefaultBatchType.LOGGED)
                .addStatement(referUncondemned.bind(newToken(), id.value()))
                .addStatement(refer.bind(id.value(), holder.text(), 0)).build();
        return database.writeIf(batch).handle((applied, failure) -> {
            if (failure != null) {
                return attempts > 1 ? share(id, holder, attempts - 1) : CompletableFuture.<Void>failedFuture(failure);
            }
            return applied ? CompletableFuture.<Void>completedFuture(null) : CompletableFuture.<Void>failedFuture(new CondemnedBlobException(id));
        }).thenCompose(stage -> stage);
    }

    /** What was announced or shared has been added with this UID. */
    public CompletionStage<Void> settle(BlobId id, MailboxId target, String token, long uid) {
        return database.write(BatchStatement.builder(DefaultBatchType.UNLOGGED)
                .addStatement(refer.bind(id.value(), new BlobHolder.Message(target, uid).text(), 0))
                .addStatement(unrefer.bind(id.value(), new BlobHolder.Announced(target, token).text())).build());
    }

    /** What was announced or shared has not been added, and will not be. */
    public CompletionStage<Void> withdraw(BlobId id, MailboxId target, String token) {
        return unrefer(id, new BlobHolder.Announced(target, token));
    }

    /** A message holds a blob that somebody else holds until this is completed. */
    public CompletionStage<Void> held(BlobId id, MailboxId mailbox, long uid) {
        return refer(id, new BlobHolder.Message(mailbox, uid), Optional.empty());
    }

    private CompletionStage<Void> refer(BlobId id, BlobHolder holder, Optional<Duration> life) {
        return database.write(refer.bind(id.value(), holder.text(), ttl(life)));
    }

    /** The holder needs the blob no more. */
    public CompletionStage<Void> unrefer(BlobId id, BlobHolder holder) {
        return database.write(unrefer.bind(id.value(), holder.text()));
    }

    private static int ttl(Optional<Duration> life) {
        return (int) life.map(Duration::toSeconds).orElse(0L).longValue();
    }

    /** Deletes a blob that nobody has ever been told of, such as that of a transaction that was broken off. */
    public CompletionStage<Void> discard(BlobId id, int chunks) {
        CompletableFuture<?>[] deleted = new CompletableFuture<?>[(chunks + BUCKET - 1) / BUCKET];
        for (int bucket = 0; bucket < deleted.length; bucket++) {
            deleted[bucket] = database.write(deleteBucket.bind(id.value(), bucket)).toCompletableFuture();
        }
        return CompletableFuture.allOf(deleted);
    }

    /** Reads a blob of this many octets. */
    public Content content(BlobId id, long size) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int chunkSize() {
                return CHUNK;
            }

            @Override
            public CompletionStage<ByteBuffer> chunk(int number) {
                return database.readOne(select.bind(id.value(), number / BUCKET, number), row -> row.getByteBuffer("data"))
                        .thenApply(found -> found.orElseThrow(() ->
                                new IllegalStateException("blob " + id + " has lost chunk " + number)));
            }
        };
    }
}
