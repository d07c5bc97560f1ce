package org.sterna.persistence.blob.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.BlobHolder;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.store.cassandra.Database;

/** What the sweeper asks of the blobs and does to them: who is there, who is held, who is condemned. */
public final class BlobCensus {
    /** Longer than chunks of a condemned blob can be there, or anybody can mean to share it. */
    private static final Duration CONDEMNED = Duration.ofDays(90);

    /**
     * A partition of a blob.
     *
     * @param token its place in the order of {@link #page}
     */
    public record Part(BlobId id, int bucket, long token) { }

    /** @param at when it was written; before that its holder did not know of the blob */
    public record Reference(BlobHolder holder, Instant at) { }

    /**
     * Who holds a blob.
     *
     * @param condemned when it was condemned, if it was
     * @param referred  changes whenever somebody shares it
     */
    public record Standing(List<Reference> references, Optional<Instant> condemned, Optional<String> referred) { }

    private final Database database;
    private final PreparedStatement page;
    private final PreparedStatement newest;
    private final PreparedStatement references;
    private final PreparedStatement chunks;
    private final PreparedStatement condemn;
    private final PreparedStatement deleteBucket;

    public BlobCensus(Database database) {
        this.database = database;
        page = database.prepare("SELECT DISTINCT id, bucket, token(id, bucket) FROM blob WHERE token(id, bucket) > ? LIMIT ?");
        newest = database.prepare("SELECT writetime(data), ttl(data) FROM blob WHERE id = ? AND bucket = ? ORDER BY chunk DESC LIMIT 1");
        references = database.prepare("SELECT holder, at, condemned, referred FROM blob_reference WHERE id = ?");
        chunks = database.prepare("SELECT chunk FROM blob WHERE id = ? AND bucket = ?");
        condemn = database.prepare("UPDATE blob_reference USING TTL ? SET condemned = toTimestamp(now()) WHERE id = ? IF condemned = NULL AND referred = ?");
        deleteBucket = database.prepare("DELETE FROM blob WHERE id = ? AND bucket = ?");
    }

    /**
     * Partitions of all blobs, in the store's order.
     *
     * @param after token of the last one seen; the lowest number to begin with
     */
    public CompletionStage<List<Part>> page(long after, int limit) {
        return database.readAll(page.bind(after, limit), row -> new Part(new BlobId(row.getString(0)), row.getInt(1), row.getLong(2)));
    }

    /** When its last chunk was written; empty if it is gone, or goes by itself when its time is over. */
    public CompletionStage<Optional<Instant>> written(BlobId id, int bucket) {
        return database.readOne(newest.bind(id.value(), bucket), row -> row.isNull(1)
                ? Optional.of(Instant.EPOCH.plusNanos(Math.multiplyExact(row.getLong(0), 1000L))) : Optional.<Instant>empty())
                .thenApply(found -> found.flatMap(each -> each));
    }

    /** Chunks that are there, of a blob that has this many. */
    public CompletionStage<Integer> chunks(BlobId id, int expected) {
        CompletionStage<Integer> count = CompletableFuture.completedFuture(0);
        for (int bucket = 0; bucket * CassandraBlobs.BUCKET < expected; bucket++) {
            int each = bucket;
            count = count.thenCompose(before -> database.readAll(chunks.bind(id.value(), each), row -> row.getInt(0)).thenApply(all -> before + all.size()));
        }
        return count;
    }

    /** Sees every lightweight transaction that was answered. */
    public CompletionStage<Standing> standing(BlobId id) {
        return database.readAll(references.bind(id.value()).setConsistencyLevel(Database.serial()), row -> row).thenApply(rows -> {
            List<Reference> held = rows.stream().filter(row -> !row.isNull("holder")).flatMap(row -> BlobHolder.parse(row.getString("holder"))
                    .map(holder -> new Reference(holder, Optional.ofNullable(row.getInstant("at")).orElse(Instant.EPOCH))).stream()).toList();
            Optional<Row> first = rows.stream().findFirst();         // static columns are the same in every row
            return new Standing(held, first.flatMap(row -> Optional.ofNullable(row.getInstant("condemned"))),
                    first.flatMap(row -> Optional.ofNullable(row.getString("referred"))));
        });
    }

    /**
     * Condemns a blob that has no references. False if somebody has shared it since, or condemned it.
     *
     * @param standing as it was when it had none
     */
    public CompletionStage<Boolean> condemn(BlobId id, Standing standing) {
        return database.writeIf(condemn.bind((int) CONDEMNED.toSeconds(), id.value(), standing.referred().orElse(null)));
    }

    /** Deletes a partition of a condemned blob. */
    public CompletionStage<Void> delete(BlobId id, int bucket) {
        return database.write(deleteBucket.bind(id.value(), bucket));
    }
}
