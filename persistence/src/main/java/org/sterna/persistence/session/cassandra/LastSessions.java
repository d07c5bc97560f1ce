package org.sterna.persistence.session.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.store.cassandra.Database;

/** What the session log tells of a dead incarnation's last time. */
public final class LastSessions {
    /** Sessions read at one time. */
    private static final int AT_ONCE = 32;

    /** @param at when it was written, or up to a window's length later */
    public record Mark(Instant at, List<SessionId> open) { }

    private record Row(int session, SessionEvent event) { }

    private final Database database;
    private final PreparedStatement selectMark;
    private final PreparedStatement selectWindow;
    private final PreparedStatement selectNewestFirst;

    public LastSessions(Database database) {
        this.database = database;
        selectMark = database.prepare("SELECT \"window\", open FROM session_mark WHERE incarnation = ?");
        selectWindow = database.prepare("SELECT session, event FROM session_log WHERE incarnation = ? AND \"window\" = ?");
        selectNewestFirst = database.prepare(
                "SELECT event FROM session_log WHERE incarnation = ? AND \"window\" = ? AND session = ? ORDER BY session DESC, number DESC");
    }

    /** The incarnation's last mark; empty if it had none, or it is older than the log's life. */
    public CompletionStage<Optional<Mark>> mark(Incarnation dead) {
        return database.readOne(selectMark.bind(dead.value()), row -> new Mark(CassandraSessionLog.start(row.getLong("window")),
                CassandraSessionLog.readOpen(dead, row.getByteBuffer("open"))));
    }

    /**
     * Reads the sessions of the mark, those opened after it or after the given time, and those named. Of a session that is
     * older than this, the last page and whatever is not older than the given time.
     *
     * @param session gets the events of one session, in order; called once for each session and by one thread at a time
     */
    public CompletionStage<Void> read(Incarnation dead, Optional<Mark> mark, Set<SessionId> named, Instant since,
            Consumer<List<SessionEvent>> session) {
        Set<SessionId> single = new HashSet<>(named);
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        if (mark.isPresent()) {
            long marked = CassandraSessionLog.windowOf(mark.get().at());
            long first = Math.min(marked - 1, since.isBefore(Instant.EPOCH) ? marked - 1 : CassandraSessionLog.windowOf(since));
            single.addAll(mark.get().open());
            single.removeIf(id -> id.window() >= first);
            for (long window = first; window <= marked + CassandraSessionLog.WINDOWS_AFTER_MARK; window++) {
                long each = window;
                done = done.thenCompose(unused -> readWindow(dead, each, session));
            }
        }
        List<SessionId> rest = List.copyOf(single);
        for (int from = 0; from < rest.size(); from += AT_ONCE) {
            List<SessionId> some = rest.subList(from, Math.min(rest.size(), from + AT_ONCE));
            done = done.thenCompose(unused -> readSome(some, since, session));
        }
        return done;
    }

    private CompletionStage<Void> readWindow(Incarnation dead, long window, Consumer<List<SessionEvent>> session) {
        return database.readAll(selectWindow.bind(dead.value(), window), row -> new Row(row.getInt("session"), Session.EVENTS.read(row.getByteBuffer("event"))))
                .thenAccept(rows -> {
                    Map<Integer, List<SessionEvent>> sessions = new LinkedHashMap<>();
                    rows.forEach(row -> sessions.computeIfAbsent(row.session(), unused -> new ArrayList<>()).add(row.event()));
                    sessions.values().forEach(session);
                });
    }

    private CompletionStage<Void> readSome(List<SessionId> some, Instant since, Consumer<List<SessionEvent>> session) {
        List<CompletableFuture<List<SessionEvent>>> reads = some.stream().map(id -> readBack(id, since).toCompletableFuture()).toList();
        return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).thenAccept(unused -> reads.forEach(read -> session.accept(read.join())));
    }

    private CompletionStage<List<SessionEvent>> readBack(SessionId id, Instant since) {
        return database.read(selectNewestFirst.bind(id.incarnation().value(), id.window(), id.number()))
                .thenCompose(page -> collect(page, since, new ArrayList<>()));
    }

    private static CompletionStage<List<SessionEvent>> collect(AsyncResultSet page, Instant since, List<SessionEvent> newestFirst) {
        page.currentPage().forEach(row -> newestFirst.add(Session.EVENTS.read(row.getByteBuffer("event"))));
        boolean recent = newestFirst.isEmpty() || !newestFirst.get(newestFirst.size() - 1).at().isBefore(since);  // a page may be empty
        if (page.hasMorePages() && recent) {
            return page.fetchNextPage().thenCompose(next -> collect(next, since, newestFirst));
        }
        Collections.reverse(newestFirst);
        return CompletableFuture.completedFuture(newestFirst);
    }
}
