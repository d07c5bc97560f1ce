package org.sterna.persistence.trace.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.trace.TraceEntry;
import org.sterna.persistence.trace.TraceHash;
import org.sterna.persistence.trace.TraceIndex;
import org.sterna.persistence.trace.TraceKeys;

/**
 * The table {@code trace}: a partition is one 256th of a day, its rows are hashes of keys with the messages they lead to. Entries are
 * gathered for ten seconds and written as one batch for each partition, a few at a time: thousands of messages share some 256 mutations. The buffer is bounded;
 * what does not fit is dropped and counted: such messages are found by their queue id alone.
 */
public final class CassandraTraceIndex implements TraceIndex, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraTraceIndex.class);
    private static final Duration FLUSH = Duration.ofSeconds(10);
    private static final Duration COMPLAIN = Duration.ofMinutes(1);
    private static final int MAX_BUFFERED = 200_000;
    private static final int MAX_ROWS = 200;
    private static final int WRITES_AT_ONCE = 4;
    private static final int READS_AT_ONCE = 8;
    private static final long DAY_SECONDS = 86_400;

    private record Row(QueueId id, TraceHash key, long at) { }

    private record Partition(int bucket, long day) { }

    private final Database database;
    private final int maxBuffered;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final ScheduledExecutorService timer;
    private List<Row> buffer = new ArrayList<>();
    private long dropped;
    private boolean flushing;
    private CompletableFuture<Void> flushed = CompletableFuture.completedFuture(null);

    public CassandraTraceIndex(Database database) {
        this(database, MAX_BUFFERED);
    }

    /** @param maxBuffered entries; a flush does not wait for its time when a quarter of them has come */
    CassandraTraceIndex(Database database, int maxBuffered) {
        this.database = database;
        this.maxBuffered = maxBuffered;
        insert = database.prepare("INSERT INTO trace (bucket, day, key, at, message) VALUES (?, ?, ?, ?, ?)");
        select = database.prepare("SELECT at, message FROM trace WHERE bucket = ? AND day = ? AND key = ? AND at >= ? AND at < ? LIMIT ?");
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sterna-trace-index");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::flush, FLUSH.toMillis(), FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::complain, COMPLAIN.toMillis(), COMPLAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void add(QueueId id, Instant at, Collection<String> keys) {
        List<Row> rows = keys.stream().map(TraceKeys::normal).distinct().map(key -> new Row(id, TraceHash.of(key), at.toEpochMilli())).toList();
        boolean many;
        synchronized (this) {
            int room = Math.min(rows.size(), maxBuffered - buffer.size());
            buffer.addAll(rows.subList(0, room));
            dropped += rows.size() - room;
            many = buffer.size() >= maxBuffered / 4 && !flushing;
        }
        if (many) {
            flush();
        }
    }

    /** Entries that found no room since the last complaint. */
    synchronized long dropped() {
        return dropped;
    }

    private void complain() {
        long lost;
        synchronized (this) {
            lost = dropped;
            dropped = 0;
        }
        if (lost > 0) {
            LOG.warn("{} entries of the trace index were dropped, Cassandra is too slow for them: some messages are found by their queue id alone", lost);
        }
    }

    private void flush() {
        List<Row> rows;
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (flushing || buffer.isEmpty()) {
                return;
            }
            flushing = true;
            rows = buffer;
            buffer = new ArrayList<>();
            flushed = done;
        }
        write(rows).whenComplete((unused, failure) -> {
            if (failure != null) {
                LOG.warn("of {} entries of the trace index some could not be written: {}", rows.size(), failure.toString());
            }
            synchronized (this) {
                flushing = false;
            }
            done.complete(null);
        });
    }

    private CompletionStage<Void> write(List<Row> rows) {
        Map<Partition, List<Row>> partitions = new LinkedHashMap<>();
        rows.forEach(row -> partitions.computeIfAbsent(new Partition(row.key().bucket(), day(row.at())), unused -> new ArrayList<>()).add(row));
        List<BatchStatement> batches = new ArrayList<>();
        partitions.forEach((partition, all) -> {
            for (int from = 0; from < all.size(); from += MAX_ROWS) {
                BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
                all.subList(from, Math.min(all.size(), from + MAX_ROWS)).forEach(row ->
                        batch.addStatement(insert.bind(partition.bucket(), (int) partition.day(), row.key().value(), row.at(), row.id().toString())));
                batches.add(batch.build());
            }
        });
        Iterator<BatchStatement> next = batches.iterator();
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[WRITES_AT_ONCE];
        for (int i = 0; i < WRITES_AT_ONCE; i++) {
            lanes[i] = lane(next).toCompletableFuture();
        }
        return CompletableFuture.allOf(lanes);
    }

    /** Few at a time: acceptances are in more of a hurry. */
    private CompletionStage<Void> lane(Iterator<BatchStatement> batches) {
        BatchStatement batch;
        synchronized (batches) {
            if (!batches.hasNext()) {
                return CompletableFuture.completedFuture(null);
            }
            batch = batches.next();
        }
        return database.write(batch).thenCompose(unused -> lane(batches));
    }

    private static long day(long atMillis) {
        return Math.floorDiv(atMillis, DAY_SECONDS * 1000);
    }

    @Override
    public CompletionStage<List<TraceEntry>> find(String key, Instant since, Instant until, int most) {
        long from = Math.max(0, since.toEpochMilli());
        Query query = new Query(TraceHash.of(TraceKeys.normal(key)), from, until.toEpochMilli(), most);
        return flushNow().thenCompose(unused -> flushNow())          // the one under way, and what came meanwhile
                .thenCompose(unused -> from >= query.until() ? CompletableFuture.completedFuture(List.of())
                : read(query, day(query.until() - 1), new HashMap<>()));
    }

    /** Of which some days are read. */
    private record Query(TraceHash key, long since, long until, int most) { }

    /** Days from the newest to the oldest, some at a time, until there are enough. */
    private CompletionStage<List<TraceEntry>> read(Query query, long newest, Map<QueueId, TraceEntry> found) {
        List<CompletableFuture<Void>> reads = new ArrayList<>();
        for (long day = newest; day > newest - READS_AT_ONCE && day >= day(query.since()); day--) {
            reads.add(database.readAll(select.bind(query.key().bucket(), (int) day, query.key().value(), query.since(), query.until(), query.most()),
                    row -> new TraceEntry(QueueId.of(row.getString("message")), Instant.ofEpochMilli(row.getLong("at")))).thenAccept(entries -> {
                        synchronized (found) {
                            entries.forEach(entry -> found.put(entry.id(), entry));
                        }
                    }).toCompletableFuture());
        }
        return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).thenCompose(unused ->
                found.size() >= query.most() || newest - READS_AT_ONCE < day(query.since())
                        ? CompletableFuture.completedFuture(found.values().stream()
                                .sorted((one, other) -> other.at().compareTo(one.at())).limit(query.most()).toList())
                        : read(query, newest - READS_AT_ONCE, found));
    }

    private CompletionStage<Void> flushNow() {
        flush();
        synchronized (this) {
            return flushed;
        }
    }

    /** Writes what is buffered, waiting a little, and ends. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            flushNow().toCompletableFuture().get(3, TimeUnit.SECONDS);
            flushNow().toCompletableFuture().get(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last entries of the trace index could not be written: {}", e.toString());
        }
    }
}
