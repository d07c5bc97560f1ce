package org.sterna.persistence.session.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionCounts;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Events of sessions, gathered for a fifth of a second and written as one batch for each window of ten seconds. The buffer
 * is bounded: what does not fit is dropped and counted, and the count stands in the session's last event. Every ten seconds
 * the names of the open sessions are written, so that those a crash cut off are found without reading old windows.
 */
public final class CassandraSessionLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraSessionLog.class);
    private static final Duration FLUSH = Duration.ofMillis(200);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MAX_BUFFERED = 50_000;
    private static final int MAX_ROWS = 100;
    /** Windows after the last mark that a dead incarnation may have written to. */
    static final int WINDOWS_AFTER_MARK = 4;

    private record Row(SessionId id, int number, SessionEvent event) { }

    private record Partition(Incarnation incarnation, long window) { }

    private record Open(Session session, int events) { }

    private final Database database;
    private final Incarnation incarnation;
    private final Clock clock;
    private final int maxBuffered;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement selectWindow;
    private final PreparedStatement mark;
    private final PreparedStatement selectMark;
    private final PreparedStatement index;
    private final PreparedStatement selectIndex;
    private final ScheduledExecutorService timer;
    private final Map<SessionId, Open> open = new ConcurrentHashMap<>();
    private final SessionCounts counts = new SessionCounts();
    private List<Row> buffer = new ArrayList<>();
    private List<Session> ended = new ArrayList<>();
    private long window = -1;
    private int next;
    private boolean flushing;
    private CompletableFuture<Void> flushed = CompletableFuture.completedFuture(null);

    public CassandraSessionLog(Database database, Incarnation incarnation, Clock clock) {
        this(database, incarnation, clock, MAX_BUFFERED);
    }

    /** @param maxBuffered events, and as many sessions that have ended */
    CassandraSessionLog(Database database, Incarnation incarnation, Clock clock, int maxBuffered) {
        this.database = database;
        this.incarnation = incarnation;
        this.clock = clock;
        this.maxBuffered = maxBuffered;
        insert = database.prepare("INSERT INTO session_log (incarnation, \"window\", session, number, event) VALUES (?, ?, ?, ?, ?)");
        select = database.prepare("SELECT event FROM session_log WHERE incarnation = ? AND \"window\" = ? AND session = ?");
        selectWindow = database.prepare("SELECT session, number, event FROM session_log WHERE incarnation = ? AND \"window\" = ?");
        mark = database.prepare("INSERT INTO session_mark (incarnation, \"window\", open) VALUES (?, ?, ?)");
        selectMark = database.prepare("SELECT \"window\", open FROM session_mark WHERE incarnation = ?");
        index = database.prepare("INSERT INTO session_by_account (account, hour, opened, session, summary) VALUES (?, ?, ?, ?, ?)");
        selectIndex = database.prepare("SELECT summary FROM session_by_account WHERE account = ? AND hour = ? LIMIT ?");
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sterna-session-log");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::flush, FLUSH.toMillis(), FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::mark, 0, WINDOW.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins a session. */
    public SessionId open(SessionEvent.Opened opened) {
        SessionId id;
        synchronized (this) {
            long now = clock.millis() / WINDOW.toMillis();
            if (now > window) {
                window = now;
                next = 0;
            }
            id = new SessionId(incarnation, window, next++);
        }
        Session session = Session.empty(id).evolve(opened);
        open.put(id, new Open(session, 1));
        counts.changed(Optional.empty(), Optional.of(session));
        add(new Row(id, 0, opened));
        return id;
    }

    /** Adds an event; not durable until the next flush. Returns false if it was dropped because the buffer is full. */
    public boolean add(SessionId id, SessionEvent event) {
        Open before = open.get(id);
        if (before == null) {
            return false;
        }
        Session session = before.session().evolve(event);
        boolean over = session.ended().isPresent();
        if (over) {
            open.remove(id);
        } else {
            open.put(id, new Open(session, before.events() + 1));
        }
        counts.changed(Optional.of(before.session()), over ? Optional.empty() : Optional.of(session));
        boolean added = add(new Row(id, before.events(), event));
        if (over) {
            synchronized (this) {
                if (ended.size() < maxBuffered) {
                    ended.add(session);
                }
            }
        }
        return added;
    }

    private synchronized boolean add(Row row) {
        if (buffer.size() >= maxBuffered) {
            counts.droppedEvent();
            return false;
        }
        buffer.add(row);
        return true;
    }

    /** The sessions that are open now. */
    public SessionCounts counts() {
        return counts;
    }

    private void flush() {
        List<Row> rows;
        List<Session> closed;
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (flushing || buffer.isEmpty() && ended.isEmpty()) {
                return;
            }
            flushing = true;
            rows = buffer;
            closed = ended;
            buffer = new ArrayList<>();
            ended = new ArrayList<>();
            flushed = done;
        }
        write(rows, closed).whenComplete((unused, failure) -> {
            if (failure != null) {
                LOG.warn("{} session events could not be written: {}", rows.size(), failure.toString());
            }
            synchronized (this) {
                flushing = false;
            }
            done.complete(null);
        });
    }

    private CompletionStage<Void> write(List<Row> rows, List<Session> closed) {
        Map<Object, List<BatchableStatement<?>>> partitions = new LinkedHashMap<>();
        for (Row row : rows) {
            partitions.computeIfAbsent(new Partition(row.id().incarnation(), row.id().window()), unused -> new ArrayList<>())
                    .add(insert.bind(row.id().incarnation().value(), row.id().window(), row.id().number(), row.number(),
                            Session.EVENTS.write(row.event())));
        }
        for (Session session : closed) {
            index(partitions, "*" + session.id().incarnation(), session);
            session.account().ifPresent(account -> index(partitions, account, session));
        }
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        partitions.values().forEach(statements -> {
            for (int from = 0; from < statements.size(); from += MAX_ROWS) {
                BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
                statements.subList(from, Math.min(statements.size(), from + MAX_ROWS)).forEach(batch::addStatement);
                writes.add(database.write(batch.build()).toCompletableFuture());
            }
        });
        return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new));
    }

    private void index(Map<Object, List<BatchableStatement<?>>> partitions, String account, Session session) {
        long hour = hour(session.opened());
        partitions.computeIfAbsent(account + " " + hour, unused -> new ArrayList<>()).add(index.bind(account, hour,
                session.opened().toEpochMilli(), session.id().toString(), ByteBuffer.wrap(session.toOctets())));
    }

    private static long hour(Instant at) {
        return at.getEpochSecond() / 3600;
    }

    private void mark() {
        List<SessionId> names = List.copyOf(open.keySet());
        FieldWriter out = new FieldWriter(names.size() * 12 + 16).list(names, (each, id) -> each.number(id.window()).number(id.number()));
        database.write(mark.bind(incarnation.value(), clock.millis() / WINDOW.toMillis(), out.toBuffer()));
    }

    /** What {@link #mark} wrote. */
    static List<SessionId> readOpen(Incarnation incarnation, ByteBuffer open) {
        return new FieldReader(open).list(each -> new SessionId(incarnation, each.number(), each.count()));
    }

    static long windowOf(Instant at) {
        return at.toEpochMilli() / WINDOW.toMillis();
    }

    static Instant start(long window) {
        return Instant.ofEpochMilli(window * WINDOW.toMillis());
    }

    /** The events of a session, in order; none if there is no such session, or it is older than the log's life. */
    public CompletionStage<List<SessionEvent>> events(SessionId id) {
        return flushNow().thenCompose(unused -> database.readAll(
                select.bind(id.incarnation().value(), id.window(), id.number()), row -> Session.EVENTS.read(row.getByteBuffer("event"))));
    }

    /**
     * Sessions that ended, newest first, and before them those open on this node.
     *
     * @param account only this account's, if it is given
     * @param nodes   the incarnations to look for when no account is given
     */
    public CompletionStage<List<Session>> list(Optional<String> account, Instant since, List<Incarnation> nodes, int most) {
        List<Session> sessions = new ArrayList<>();
        open.values().stream().map(Open::session).filter(each -> account.isEmpty() || each.account().equals(account))
                .filter(each -> !each.opened().isBefore(since)).forEach(sessions::add);
        List<String> keys = account.map(List::of).orElse(nodes.stream().map(each -> "*" + each).toList());
        CompletionStage<Void> done = flushNow();
        Instant oldest = clock.instant().minus(database.settings().sessionLife());
        long first = hour(since.isBefore(oldest) ? oldest : since);
        for (long hour = hour(clock.instant()); hour >= first; hour--) {
            for (String key : keys) {
                long at = hour;
                done = done.thenCompose(unused -> sessions.size() >= most ? CompletableFuture.completedFuture(null)
                        : database.readAll(selectIndex.bind(key, at, most), row -> Session.read(new FieldReader(row.getByteBuffer("summary"))))
                                .thenAccept(found -> found.stream().filter(each -> !each.opened().isBefore(since)).forEach(sessions::add)));
            }
        }
        return done.thenApply(unused -> sessions.stream().sorted((one, other) -> other.opened().compareTo(one.opened())).limit(most).toList());
    }

    private CompletionStage<Void> flushNow() {
        flush();
        synchronized (this) {
            return flushed;
        }
    }

    /**
     * Closes as lost what a dead incarnation had open: the sessions of its last mark, and those opened after it.
     *
     * @return how many
     */
    public CompletionStage<Integer> closeLost(Incarnation dead) {
        return database.readOne(selectMark.bind(dead.value()), row -> new Object[] {row.getLong("window"), row.getByteBuffer("open")})
                .thenCompose(found -> {
                    if (found.isEmpty()) {
                        return CompletableFuture.completedFuture(0);
                    }
                    long marked = (Long) found.get()[0];
                    List<SessionId> candidates = readOpen(dead, (ByteBuffer) found.get()[1]);
                    Map<Long, List<Integer>> windows = new TreeMap<>();
                    candidates.forEach(id -> windows.computeIfAbsent(id.window(), unused -> new ArrayList<>()).add(id.number()));
                    for (long each = marked - 1; each <= marked + WINDOWS_AFTER_MARK; each++) {
                        windows.putIfAbsent(each, List.of());
                    }
                    CompletionStage<Integer> count = CompletableFuture.completedFuture(0);
                    for (long each : windows.keySet()) {
                        count = count.thenCompose(before -> closeLost(dead, each).thenApply(more -> before + more));
                    }
                    return count;
                });
    }

    private CompletionStage<Integer> closeLost(Incarnation dead, long window) {
        return database.readAll(selectWindow.bind(dead.value(), window), row -> new Row(new SessionId(dead, window, row.getInt("session")),
                row.getInt("number"), Session.EVENTS.read(row.getByteBuffer("event")))).thenCompose(rows -> {
                    Map<SessionId, List<Row>> sessions = new HashMap<>();
                    rows.forEach(row -> sessions.computeIfAbsent(row.id(), unused -> new ArrayList<>()).add(row));
                    List<Row> lost = new ArrayList<>();
                    List<Session> closed = new ArrayList<>();
                    sessions.forEach((id, events) -> {
                        Session session = Session.fold(id, events.stream().map(Row::event).toList());
                        if (session.ended().isEmpty()) {
                            SessionEvent.Lost event = new SessionEvent.Lost(clock.instant());
                            lost.add(new Row(id, events.get(events.size() - 1).number() + 1, event));
                            closed.add(session.evolve(event));
                        }
                    });
                    return write(lost, closed).thenApply(unused -> lost.size());
                });
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
            LOG.warn("the last session events could not be written: {}", e.toString());
        }
    }
}
