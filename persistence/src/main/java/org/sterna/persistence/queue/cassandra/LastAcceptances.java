package org.sterna.persistence.queue.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.queue.QueueCodec;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.store.cassandra.Database;

/** The last messages that a dead incarnation accepted, whatever became of them: of each, its first two events are read. */
public final class LastAcceptances {
    private static final Logger LOG = LoggerFactory.getLogger(LastAcceptances.class);

    /** An acceptance that can be known again. */
    public record Acceptance(QueueId id, Optional<SessionId> session, Fingerprint fingerprint, Instant at) { }

    /**
     * @param since from when on all acceptances are among these; older ones may be
     */
    public record Found(List<Acceptance> accepted, Instant since) {
        public Set<SessionId> sessions() {
            return accepted.stream().flatMap(each -> each.session().stream()).collect(Collectors.toSet());
        }
    }

    /** One window as it was read. */
    private record Window(List<Acceptance> accepted, Optional<Instant> newest) { }

    private final Database database;
    private final PreparedStatement selectFirst;
    private final PreparedStatement selectMark;

    public LastAcceptances(Database database) {
        this.database = database;
        // Filtering is within one partition: it saves sending what is not looked at.
        selectFirst = database.prepare("SELECT message, number, event FROM intake WHERE incarnation = ? AND \"window\" = ? AND number <= 1 ALLOW FILTERING");
        selectMark = database.prepare("SELECT \"window\" FROM intake_mark WHERE incarnation = ?");
    }

    /**
     * Reads the windows that are not done, and backwards from there those with messages of the last time.
     *
     * @param end   when the incarnation is known to have lived; if its last message is later, that counts
     * @param span  the last time before that
     */
    public CompletionStage<Found> of(Incarnation dead, Instant end, Duration span) {
        return database.readOne(selectMark.bind(dead.value()), row -> row.getLong("window")).thenCompose(mark -> {
            long firstOpen = mark.map(window -> window + 1).orElse(0L);
            Search search = new Search(end, span);
            return Windows.walk(firstOpen, 1, window -> read(dead, window), search::forwards)
                    .thenCompose(unused -> Windows.walk(firstOpen - 1, -1, window -> read(dead, window), search::backwards))
                    .thenApply(unused -> search.found());
        });
    }

    /** What was found so far. */
    private static final class Search {
        private final Duration span;
        private final List<Acceptance> accepted = new ArrayList<>();
        private final Windows.End behind = new Windows.End();
        private final Windows.End before = new Windows.End();
        /** The later of the given end and the last acceptance. */
        private Instant end;

        Search(Instant end, Duration span) {
            this.end = end;
            this.span = span;
        }

        private Instant since() {
            return end.isBefore(Instant.MIN.plus(span)) ? Instant.MIN : end.minus(span);
        }

        private void seen(Window window) {
            end = window.newest().filter(end::isBefore).orElse(end);
        }

        boolean forwards(Window window) {
            seen(window);
            accepted.addAll(window.accepted());
            return behind.mayFollow(window.newest().isEmpty());
        }

        boolean backwards(Window window) {
            seen(window);
            if (window.newest().filter(since()::isAfter).isPresent()) {
                return false;
            }
            accepted.addAll(window.accepted());
            return before.mayFollow(window.newest().isEmpty());
        }

        Found found() {
            return new Found(accepted, since());
        }
    }

    private CompletionStage<Window> read(Incarnation dead, long window) {
        return database.readAll(selectFirst.bind(dead.value(), window), row -> first(new QueueId(dead, window, row.getInt("message")), row))
                .thenApply(found -> {
                    List<First> rows = found.stream().flatMap(Optional::stream).toList();
                    Set<QueueId> withdrawn = rows.stream().filter(row -> row.event() instanceof QueueEvent.MessageCompleted).map(First::id)
                            .collect(Collectors.toCollection(HashSet::new));
                    Map<QueueId, Acceptance> accepted = new HashMap<>();
                    Optional<Instant> newest = Optional.empty();
                    for (First row : rows) {
                        if (row.event() instanceof QueueEvent.MessageAccepted event) {
                            if (newest.isEmpty() || newest.get().isBefore(event.at())) {
                                newest = Optional.of(event.at());
                            }
                            // What was withdrawn was never delivered to anybody: whoever sends it again brings it for the first time.
                            if (!withdrawn.contains(row.id())) {
                                event.fingerprint().ifPresent(fingerprint ->
                                        accepted.put(row.id(), new Acceptance(row.id(), event.session(), fingerprint, event.at())));
                            }
                        }
                    }
                    return new Window(List.copyOf(accepted.values()), newest);
                });
    }

    /** Empty if nobody can read it: the others count all the same. */
    private static Optional<First> first(QueueId id, Row row) {
        try {
            return Optional.of(new First(id, QueueCodec.EVENTS.read(row.getByteBuffer("event"))));
        } catch (UnreadableRecordException e) {
            LOG.error("{}: an event cannot be read, an operator must look at it", id, e);
            return Optional.empty();
        }
    }

    private record First(QueueId id, QueueEvent event) { }
}
