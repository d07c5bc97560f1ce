package org.sterna.persistence.journal.pekko.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.Replay;
import org.sterna.persistence.journal.SnapshotCodec;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Journals and snapshots read by others than their entities, who alone write. Rows that were written but not acknowledged
 * are told, too: who must not see them asks for no more than the entity has acknowledged.
 */
public final class JournalReader {
    private final Database database;
    private final SnapshotTables snapshots;
    private final PreparedStatement rows;
    private final PreparedStatement first;

    public JournalReader(Database database) {
        this.database = database;
        snapshots = new SnapshotTables(database);
        rows = database.prepare("SELECT number, epoch, incarnation, event FROM journal"
                + " WHERE persistence_id = ? AND bucket = ? AND number >= ? AND number <= ?");
        first = database.prepare("SELECT number FROM journal WHERE persistence_id = ? AND bucket = ? LIMIT 1");
    }

    /** On the database of a system that was made with a {@link JournalSetup}. Blocks. */
    public static JournalReader of(ActorSystem<?> system) {
        return new JournalReader(JournalSetup.of(system.classicSystem()).database());
    }

    /**
     * Events by rising number, without gaps; fewer than asked for if the journal ends before.
     *
     * @param from at least 1
     * @param to   included; a page is a few hundred
     * @return fails with {@link org.sterna.persistence.journal.JournalFaultException} if the journal contradicts itself
     */
    public CompletionStage<List<JournalRow>> read(String persistenceId, long from, long to) {
        long before = Math.max(1, from - 1);                    // its epoch tells late rows behind it
        Replay replay = new Replay(persistenceId, before);
        return feed(persistenceId, before, to, replay).thenApply(unused -> {
            List<JournalRow> accepted = new ArrayList<>(replay.end().accepted());
            accepted.removeIf(row -> row.number() < from);
            return accepted;
        });
    }

    private CompletionStage<Void> feed(String persistenceId, long from, long to, Replay replay) {
        if (from > to) {
            return CompletableFuture.completedFuture(null);
        }
        long bucket = JournalTables.bucket(from);
        long end = Math.min(to, (bucket + 1) * JournalTables.BUCKET - 1);
        return database.readAll(rows.bind(persistenceId, bucket, from, end), JournalReader::row).thenCompose(read -> {
            read.forEach(replay::add);
            return replay.highest() < end ? CompletableFuture.completedFuture(null) : feed(persistenceId, end + 1, to, replay);
        });
    }

    private static JournalRow row(Row row) {
        return new JournalRow(row.getLong("number"), row.getLong("epoch"), new Incarnation(row.getString("incarnation")), row.getByteBuffer("event"));
    }

    /** The highest number of an event, acknowledged or not; 0 if there is none. */
    public CompletionStage<Long> last(String persistenceId) {
        return snapshots.manifests(persistenceId).thenCompose(manifests -> {
            long bucket = JournalTables.bucket(manifests.isEmpty() ? 0 : manifests.get(0).number());
            return lastBucket(persistenceId, bucket, 1);
        }).thenCompose(bucket -> database.readAll(rows.bind(persistenceId, bucket, 0L, Long.MAX_VALUE), row -> row.getLong("number")))
                .thenApply(numbers -> numbers.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    /** Looks ahead from a bucket in growing steps until nothing is there, and then in between. */
    private CompletionStage<Long> lastBucket(String persistenceId, long there, long step) {
        return isThere(persistenceId, there + step).thenCompose(found -> found ? lastBucket(persistenceId, there + step, 2 * step)
                : lastBucketBetween(persistenceId, there, there + step));
    }

    private CompletionStage<Long> lastBucketBetween(String persistenceId, long there, long behind) {
        if (behind - there <= 1) {
            return CompletableFuture.completedFuture(there);
        }
        long middle = there + behind >>> 1;
        return isThere(persistenceId, middle).thenCompose(found -> found ? lastBucketBetween(persistenceId, middle, behind)
                : lastBucketBetween(persistenceId, there, middle));
    }

    private CompletionStage<Boolean> isThere(String persistenceId, long bucket) {
        return database.readOne(first.bind(persistenceId, bucket), row -> true).thenApply(Optional::isPresent);
    }

    /** The newest snapshot; empty if there is none. It is made of acknowledged events. */
    public <S> CompletionStage<Optional<S>> snapshot(String persistenceId, SnapshotCodec<S> codec) {
        return snapshots.manifests(persistenceId).thenCompose(manifests -> manifests.isEmpty() ? CompletableFuture.completedFuture(Optional.empty())
                : snapshots.load(persistenceId, manifests.get(0), codec).thenApply(Optional::of));
    }
}
