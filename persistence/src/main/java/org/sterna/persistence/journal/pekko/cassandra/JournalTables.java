package org.sterna.persistence.journal.pekko.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.Companion.MessageRow;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.Replay;
import org.sterna.persistence.store.cassandra.Database;

/** The statements on {@code journal} and on the {@code message} rows that are written with an event. */
final class JournalTables {
    /** Event numbers in one partition of journal and message. */
    static final int BUCKET = 256;

    private final Database database;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertMessage;
    private final PreparedStatement select;
    private final PreparedStatement first;
    private final PreparedStatement deleteBucket;

    JournalTables(Database database) {
        this.database = database;
        insertEvent = database.prepare(
                "INSERT INTO journal (persistence_id, bucket, number, epoch, incarnation, event) VALUES (?, ?, ?, ?, ?, ?)");
        insertMessage = database.prepare(
                "INSERT INTO message (persistence_id, bucket, uid, epoch, incarnation, summary, octets) VALUES (?, ?, ?, ?, ?, ?, ?)");
        select = database.prepare(
                "SELECT number, epoch, incarnation, event FROM journal WHERE persistence_id = ? AND bucket = ? AND number >= ?");
        first = database.prepare("SELECT number FROM journal WHERE persistence_id = ? AND bucket = ? LIMIT 1");
        deleteBucket = database.prepare("DELETE FROM journal WHERE persistence_id = ? AND bucket = ?");
    }

    static long bucket(long number) {
        return number / BUCKET;
    }

    record Written(JournalRow row, List<MessageRow> messages) { }

    /**
     * Writes events of one entity, all or none: within a bucket they are one mutation; a write that crosses a border is a
     * logged batch.
     */
    CompletionStage<Void> write(String persistenceId, List<Written> events) {
        List<BatchableStatement<?>> statements = new ArrayList<>();
        Set<Long> buckets = new HashSet<>();
        for (Written event : events) {
            JournalRow row = event.row();
            long bucket = bucket(row.number());
            buckets.add(bucket);
            statements.add(insertEvent.bind(persistenceId, bucket, row.number(), row.epoch(), row.incarnation().value(), row.event()));
            for (MessageRow message : event.messages()) {
                statements.add(insertMessage.bind(persistenceId, bucket, message.uid(), row.epoch(), row.incarnation().value(),
                        message.summary(), message.octets()));
            }
        }
        if (statements.size() == 1) {
            return database.write((BoundStatement) statements.get(0));
        }
        BatchType type = buckets.size() == 1 ? DefaultBatchType.UNLOGGED : DefaultBatchType.LOGGED;
        BatchStatementBuilder batch = BatchStatement.builder(type);
        statements.forEach(batch::addStatement);
        return database.write(batch.build());
    }

    /** Feeds every row from the given number on, at least 1, to the replay, over bucket borders, until a bucket is not full. */
    CompletionStage<Replay> read(String persistenceId, long from) {
        return readBucket(persistenceId, bucket(from), from, new Replay(persistenceId, from));
    }

    /** A bucket that is not full is the last one; a row in the next one tells that rows were lost at the end of this one. */
    private CompletionStage<Replay> readBucket(String persistenceId, long bucket, long from, Replay replay) {
        CompletionStage<Optional<Long>> beyond = database.readOne(first.bind(persistenceId, bucket + 1), row -> row.getLong("number"));
        return database.read(select.bind(persistenceId, bucket, from)).thenCompose(page -> pages(page, replay)).thenCompose(unused ->
                replay.highest() >= (bucket + 1) * BUCKET - 1 ? readBucket(persistenceId, bucket + 1, from, replay)
                        : beyond.thenApply(there -> {
                            there.ifPresent(number -> {
                                throw replay.missing(Math.max(from, replay.highest() + 1), number);
                            });
                            return replay.end();
                        }));
    }

    private static CompletionStage<Void> pages(AsyncResultSet page, Replay replay) {
        for (Row row : page.currentPage()) {
            replay.add(new JournalRow(row.getLong("number"), row.getLong("epoch"), new Incarnation(row.getString("incarnation")),
                    row.getByteBuffer("event")));
        }
        return page.hasMorePages() ? page.fetchNextPage().thenCompose(next -> pages(next, replay)) : CompletableFuture.completedFuture(null);
    }

    /** Deletes whole buckets of which every event is at most the given number: recovery never reads their tombstones. */
    CompletionStage<Void> deleteBefore(String persistenceId, long number, long firstBucket) {
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (long bucket = firstBucket; (bucket + 1) * BUCKET - 1 <= number; bucket++) {
            long each = bucket;
            done = done.thenCompose(unused -> database.write(deleteBucket.bind(persistenceId, each)));
        }
        return done;
    }
}
