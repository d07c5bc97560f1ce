package org.sterna.persistence.queue.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.JournalFaultException;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.Replay;
import org.sterna.persistence.lease.NodeLease;
import org.sterna.persistence.measure.Latency;
import org.sterna.persistence.queue.QueueCodec;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The events of queued messages. A flush holds every row that arrived since the flush before it returned, one UNLOGGED
 * batch for each partition: an accepted message waits for one flush, not for a timer, and under load many share a
 * mutation. What was written is acknowledged while the node's lease is valid. Thread-safe; nothing blocks.
 */
public final class CassandraIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraIntake.class);
    private static final int MAX_ROWS = 200;
    /** Windows that may be missing before the end of an incarnation's windows is believed: writes that never arrived. */
    static final int MISSING = 8;

    /** A message as its rows tell it, and the epoch of whoever writes next. */
    public record Stored(QueuedMessage message, int nextEpoch) {
        /** Attempts of one owner of a slice before its epochs reach those of the next owner. */
        private static final int ATTEMPTS = 12;

        private int nextEpoch(long generation) {
            return (int) Math.max(nextEpoch, (generation << ATTEMPTS) + 1);
        }
    }

    private record Pending(QueueId id, int number, int epoch, ByteBuffer event, Optional<ByteBuffer> octets, CompletableFuture<Void> done) {
        private int size() {
            return event.remaining() + octets.map(ByteBuffer::remaining).orElse(0) + 64;
        }
    }

    private record Partition(Incarnation incarnation, long window) { }

    private final Database database;
    private final NodeLease lease;
    private final IntakeSettings settings;
    private final LongSupplier nanoClock;
    private final PreparedStatement insert;
    private final PreparedStatement insertOctets;
    private final PreparedStatement selectMessage;
    private final PreparedStatement selectWindow;
    private final PreparedStatement selectOctets;
    private final PreparedStatement selectRows;
    private final PreparedStatement mark;
    private final PreparedStatement selectMark;

    /** Epochs of attempts that may have a write under way; the next attempt must not write with the same one, though it may have read the same rows. */
    private final Cache<QueueId, Integer> used;
    private final Latency flushes = new Latency();
    private final LongAdder droppedRows = new LongAdder();
    private final IntakeWindows windows;
    private List<Pending> pending = new ArrayList<>();
    private long pendingOctets;
    private boolean flushing;
    private boolean marking;
    private OptionalLong nextMark = OptionalLong.empty();

    public CassandraIntake(Database database, NodeLease lease, IntakeSettings settings, LongSupplier nanoClock) {
        this.database = database;
        this.lease = lease;
        this.settings = settings;
        this.nanoClock = nanoClock;
        // A write waits for the one before it and is then repeated until the deadline: behind that none is under way.
        used = Caffeine.newBuilder().expireAfterWrite(database.settings().writeDeadline().multipliedBy(3)).build();
        windows = new IntakeWindows(lease.incarnation(), settings.window(), settings.windowBytes());
        String columns = "INSERT INTO intake (incarnation, \"window\", message, number, epoch, writer, event";
        insert = database.prepare(columns + ") VALUES (?, ?, ?, ?, ?, ?, ?)");
        insertOctets = database.prepare(columns + ", octets) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        selectMessage = database.prepare("SELECT message, number, epoch, writer, event FROM intake WHERE incarnation = ? AND \"window\" = ? AND message = ?");
        selectWindow = database.prepare("SELECT message, number, epoch, writer, event FROM intake WHERE incarnation = ? AND \"window\" = ?");
        selectOctets = database.prepare("SELECT octets FROM intake WHERE incarnation = ? AND \"window\" = ? AND message = ? AND number = 0");
        selectRows = database.prepare("SELECT number, epoch, writer, event, octets FROM intake WHERE incarnation = ? AND \"window\" = ? AND message = ?");
        mark = database.prepare("INSERT INTO intake_mark (incarnation, \"window\") VALUES (?, ?)");
        selectMark = database.prepare("SELECT \"window\" FROM intake_mark WHERE incarnation = ?");
    }

    /**
     * Names a message that is about to be accepted. Every name taken is either written by {@link #append} or given back by
     * {@link #done}.
     *
     * @param octets about to be written with it
     * @throws IntakeBusyException if too much waits already
     */
    public QueueId take(long octets) {
        synchronized (this) {
            if (pendingOctets + octets > settings.maxPending()) {
                throw new IntakeBusyException(pendingOctets, settings.maxPending());
            }
            return windows.take(octets, nanoClock.getAsLong());
        }
    }

    /**
     * Writes one event of a message; completes when it is durable and may be acknowledged. Fails if that is not known.
     *
     * @param number of the event, 0 for the acceptance
     * @param epoch  1 for the node that accepted the message, otherwise what {@link Stored} says
     * @param octets of the message, beside its acceptance if they are inline; not changed by anybody
     */
    public CompletionStage<Void> append(QueueId id, int number, int epoch, QueueEvent event, Optional<ByteBuffer> octets) {
        Pending row = new Pending(id, number, epoch, QueueCodec.EVENTS.write(event), octets, new CompletableFuture<>());
        take(List.of(row));
        return row.done();
    }

    /**
     * Writes events of a message that follow each other: all of them or, should anything fail, none. Completes when they are durable.
     *
     * @param first  number of the first one
     * @param events at least one
     */
    public CompletionStage<Void> append(QueueId id, int first, int epoch, List<QueueEvent> events) {
        if (epoch > 1) {
            used.asMap().merge(id, epoch, Math::max);
        }
        List<Pending> rows = new ArrayList<>();
        for (QueueEvent event : events) {
            rows.add(new Pending(id, first + rows.size(), epoch, QueueCodec.EVENTS.write(event), Optional.empty(), new CompletableFuture<>()));
        }
        take(rows);
        return rows.get(rows.size() - 1).done();
    }

    private void take(List<Pending> rows) {
        List<Pending> batch;
        synchronized (this) {
            pending.addAll(rows);
            rows.forEach(row -> pendingOctets += row.size());
            if (flushing) {
                return;
            }
            flushing = true;
            batch = next();
        }
        flush(batch);
    }

    private List<Pending> next() {
        List<Pending> batch = pending;
        pending = new ArrayList<>();
        return batch;
    }

    private void flush(List<Pending> batch) {
        Map<Partition, List<List<Pending>>> partitions = new LinkedHashMap<>();
        Map<QueueId, List<Pending>> messages = new HashMap<>();
        for (Pending row : batch) {
            List<List<Pending>> groups = partitions.computeIfAbsent(new Partition(row.id().incarnation(), row.id().window()),
                    unused -> new ArrayList<>());
            List<Pending> group = messages.computeIfAbsent(row.id(), unused -> {    // one message's events: all or none
                if (groups.isEmpty() || full(groups.get(groups.size() - 1), row)) {
                    groups.add(new ArrayList<>());
                }
                return groups.get(groups.size() - 1);
            });
            group.add(row);
        }
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        partitions.values().forEach(groups -> groups.forEach(group -> writes.add(write(group).toCompletableFuture())));
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).whenComplete((unused, failure) -> {
            List<Pending> following;
            synchronized (this) {
                batch.forEach(row -> pendingOctets -= row.size());
                if (pending.isEmpty()) {
                    flushing = false;
                    return;
                }
                following = next();
            }
            flush(following);
        });
    }

    private boolean full(List<Pending> group, Pending row) {
        return group.size() >= MAX_ROWS || group.stream().mapToInt(Pending::size).sum() + row.size() > settings.flushBytes();
    }

    private CompletionStage<Void> write(List<Pending> group) {
        CompletionStage<Void> written;
        long began = nanoClock.getAsLong();
        if (group.size() == 1) {
            written = database.write(statement(group.get(0)));
        } else {
            BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
            group.forEach(row -> batch.addStatement(statement(row)));
            written = database.write(batch.build());
        }
        written = written.whenComplete((unused, failure) -> flushes.record(nanoClock.getAsLong() - began));
        QueueId first = group.get(0).id();
        if (first.incarnation().equals(lease.incarnation())) {
            written = written.thenRun(() -> {
                synchronized (this) {
                    windows.written(first.window());
                }
            });
        }
        return written.thenCompose(unused -> lease.whenValid(nanoClock.getAsLong())).whenComplete((unused, failure) -> {
            for (Pending row : group) {
                if (failure == null) {
                    row.done().complete(null);
                } else {
                    row.done().completeExceptionally(failure);
                }
            }
        }).exceptionally(unused -> null);
    }

    private BoundStatement statement(Pending row) {
        return statement(row.id(), row.number(), row.epoch(), lease.incarnation().value(), row.event(), row.octets());
    }

    /** Without octets none are bound: a null would be a tombstone. */
    private BoundStatement statement(QueueId id, int number, int epoch, String writer, ByteBuffer event, Optional<ByteBuffer> octets) {
        return octets.isPresent()
                ? insertOctets.bind(id.incarnation().value(), id.window(), id.message(), number, epoch, writer, event, octets.get())
                : insert.bind(id.incarnation().value(), id.window(), id.message(), number, epoch, writer, event);
    }

    /** The message is final, was handed to a slice, or was never written: after a crash nobody need look for it here. */
    public void done(QueueId id) {
        if (!id.incarnation().equals(lease.incarnation())) {
            return;
        }
        OptionalLong reached;
        synchronized (this) {
            reached = windows.done(id, nanoClock.getAsLong());
        }
        reached.ifPresent(this::mark);
    }

    private void mark(long window) {
        synchronized (this) {
            if (marking) {
                nextMark = OptionalLong.of(window);
                return;
            }
            marking = true;
        }
        database.write(mark.bind(lease.incarnation().value(), window)).whenComplete((unused, failure) -> {
            OptionalLong following;
            synchronized (this) {
                marking = false;
                following = nextMark;
                nextMark = OptionalLong.empty();
            }
            following.ifPresent(this::mark);
        });
    }

    /** From a flush until Cassandra has answered it, one for each partition; what came meanwhile waits for the next. */
    public Latency flushes() {
        return flushes;
    }

    /** Late rows of former writers that were passed over, once for each time they were read. */
    public long droppedRows() {
        return droppedRows.sum();
    }

    /** Octets that wait to be written or are being written. */
    public synchronized long pendingOctets() {
        return pendingOctets;
    }

    /** True once this node was fenced: nothing it writes is acknowledged any more. */
    public boolean leaseLost() {
        return lease.lost();
    }

    /** Reads one message; empty if there is no such message. */
    public CompletionStage<Optional<Stored>> read(QueueId id) {
        return database.readAll(selectMessage.bind(id.incarnation().value(), id.window(), id.message()), row -> row)
                .thenApply(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(fold(id, rows)));
    }

    /** All events of a message, for an operator. */
    public CompletionStage<List<QueueEvent>> events(QueueId id) {
        return database.readAll(selectMessage.bind(id.incarnation().value(), id.window(), id.message()), row -> row)
                .thenApply(rows -> replay(id, rows).accepted().stream().map(row -> QueueCodec.EVENTS.read(row.event())).toList());
    }

    /** Reads the octets that were stored beside the acceptance; fails if there are none. */
    public CompletionStage<ByteBuffer> octets(QueueId id) {
        return database.readOne(selectOctets.bind(id.incarnation().value(), id.window(), id.message()), row -> Optional.ofNullable(row.getByteBuffer("octets")))
                .thenApply(found -> found.flatMap(octets -> octets).orElseThrow(() -> new IllegalStateException("the octets of " + id + " are not in the intake")));
    }

    /**
     * Writes every row of a message again as it is, those of stale writers too, so that the table's time to live begins anew for it. An event that is appended
     * meanwhile is as young anyway. Completes when that is durable; a message that is not there is none to be written.
     */
    public CompletionStage<Void> renew(QueueId id) {
        return database.readAll(selectRows.bind(id.incarnation().value(), id.window(), id.message()), row -> statement(id, row.getInt("number"),
                row.getInt("epoch"), row.getString("writer"), row.getByteBuffer("event"), Optional.ofNullable(row.getByteBuffer("octets"))))
                .thenCompose(rows -> renew(rows, 0));
    }

    private CompletionStage<Void> renew(List<BoundStatement> rows, int from) {
        if (from >= rows.size()) {
            return CompletableFuture.completedFuture(null);
        }
        int to = Math.min(from + MAX_ROWS, rows.size());
        BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
        rows.subList(from, to).forEach(batch::addStatement);
        return database.write(batch.build()).thenCompose(unused -> renew(rows, to));
    }

    /**
     * The epoch of an attempt that begins on behalf of a slice: above that of every row that was read, of every former owner's attempt, and of every attempt of this
     * node that ended while it wrote. Those may have read the same rows, and their writes may come late.
     *
     * @param generation of the slice's owner
     */
    public int nextEpoch(Stored stored, long generation) {
        int last = used.asMap().getOrDefault(stored.message().id(), 0);
        return Math.max(stored.nextEpoch(generation), last + 1);
    }

    private Stored fold(QueueId id, List<Row> rows) {
        Replay replay = replay(id, rows);
        QueuedMessage message = QueuedMessage.empty(id);
        for (JournalRow row : replay.accepted()) {
            message = message.evolve(QueueCodec.EVENTS.read(row.event()));
        }
        return new Stored(message, (int) replay.nextEpoch());
    }

    private Replay replay(QueueId id, List<Row> rows) {
        Replay replay = new Replay("queue|" + id, 0);
        rows.forEach(row -> replay.add(new JournalRow(row.getInt("number"), row.getInt("epoch"), new Incarnation(row.getString("writer")),
                row.getByteBuffer("event"))));
        replay.end();
        droppedRows.add(replay.dropped().size());
        replay.dropped().forEach(row -> LOG.warn("{}: a late row of {} is ignored (event {}, epoch {})", id, row.incarnation(), row.number(), row.epoch()));
        return replay;
    }

    /**
     * What a dead incarnation left behind: every message in its unmarked windows that is neither complete nor in a slice.
     * The incarnation must have been fenced before.
     */
    public CompletionStage<List<Stored>> leftBy(Incarnation dead) {
        List<Stored> left = new ArrayList<>();
        Windows.End end = new Windows.End();
        return database.readOne(selectMark.bind(dead.value()), row -> row.getLong("window")).thenCompose(marked ->
                Windows.walk(marked.map(window -> window + 1).orElse(0L), 1, window -> readWindow(dead, window), read -> {
                    left.addAll(read.left());
                    return end.mayFollow(read.empty());
                })).thenApply(unused -> left);
    }

    /** @param empty without any row */
    private record WindowRead(List<Stored> left, boolean empty) { }

    private CompletionStage<WindowRead> readWindow(Incarnation dead, long window) {
        return database.readAll(selectWindow.bind(dead.value(), window), row -> row).thenApply(rows -> {
            Map<Integer, List<Row>> messages = new TreeMap<>();
            rows.forEach(row -> messages.computeIfAbsent(row.getInt("message"), unused -> new ArrayList<>()).add(row));
            List<Stored> left = new ArrayList<>();
            messages.forEach((number, events) -> {
                QueueId id = new QueueId(dead, window, number);
                Stored stored;
                try {
                    stored = fold(id, events);
                } catch (JournalFaultException | UnreadableRecordException e) {
                    LOG.error("{}: cannot be taken over, an operator must look at it", id, e);     // the others can
                    return;
                }
                if (!stored.message().completed() && stored.message().slice().isEmpty() && stored.message().accepted().isPresent()) {
                    left.add(stored);
                }
            });
            return new WindowRead(left, rows.isEmpty());
        });
    }
}
