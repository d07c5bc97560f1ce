package org.sterna.persistence.blob.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Chunks of 128 KiB in partitions of 8 MiB, and one reference for each queued message or mailbox message that holds the
 * blob. A blob is durable when every chunk and the reference of its holder are.
 */
public final class CassandraBlobs {
    /** Octets of a chunk. */
    public static final int CHUNK = 128 * 1024;
    private static final int BUCKET = 64;

    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement deleteBucket;
    private final PreparedStatement refer;
    private final PreparedStatement unrefer;

    public CassandraBlobs(Database database) {
        this.database = database;
        insert = database.prepare("INSERT INTO blob (id, bucket, chunk, data) VALUES (?, ?, ?, ?) USING TTL ?");
        select = database.prepare("SELECT data FROM blob WHERE id = ? AND bucket = ? AND chunk = ?");
        deleteBucket = database.prepare("DELETE FROM blob WHERE id = ? AND bucket = ?");
        refer = database.prepare("INSERT INTO blob_reference (id, holder) VALUES (?, ?) USING TTL ?");
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

    /** The holder is a queue id or {@code mailbox-id/uid}. */
    public CompletionStage<Void> refer(BlobId id, String holder, Optional<Duration> life) {
        return database.write(refer.bind(id.value(), holder, ttl(life)));
    }

    public CompletionStage<Void> unrefer(BlobId id, String holder) {
        return database.write(unrefer.bind(id.value(), holder));
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
