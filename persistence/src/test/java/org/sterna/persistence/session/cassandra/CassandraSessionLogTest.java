package org.sterna.persistence.session.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraSessionLogTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("stores_test"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void eventsAreReadBackAndListedByAccount() {
        Incarnation incarnation = new Incarnation("log1");
        Instant start = Instant.ofEpochMilli(CLOCK.millis());
        try (CassandraSessionLog log = log(incarnation)) {
            SessionId id = log.open(opened());
            SessionId other = log.open(opened());
            assertThat(other).isNotEqualTo(id);
            SessionEvent authenticated = new SessionEvent.Authenticated("log@example.org", Optional.empty(), start);
            SessionEvent closed = new SessionEvent.Closed("QUIT", 1, 2, 0, start);
            assertThat(log.add(id, authenticated)).isTrue();
            assertThat(get(log.list(Optional.of("log@example.org"), start.minusSeconds(1), List.of(), 10))).extracting(Session::ended)
                    .containsExactly(Optional.empty());
            assertThat(log.add(id, closed)).isTrue();
            assertThat(log.add(id, closed)).isFalse();                           // it is over
            Await.until("the events are written", () -> get(log.events(id)).size() == 3);
            assertThat(get(log.events(id))).last().isEqualTo(closed);
            Await.until("it is in the list", () -> get(log.list(Optional.of("log@example.org"), Instant.EPOCH, List.of(), 10)).stream()
                    .anyMatch(each -> each.id().equals(id) && each.ended().equals(Optional.of("QUIT"))));
            assertThat(get(log.list(Optional.of("nobody@example.org"), start.minusSeconds(1), List.of(), 10))).isEmpty();
            assertThat(get(log.list(Optional.empty(), start.minusSeconds(1), List.of(incarnation), 10))).extracting(Session::id)
                    .contains(id, other);
            assertThat(get(log.events(new SessionId(incarnation, 1, 1)))).isEmpty();
        }
    }

    @Test
    void crashLosesExactlyTheOpenSessions() {
        Incarnation dead = new Incarnation("log2");
        SessionId open;
        SessionId closed;
        try (CassandraSessionLog log = log(dead)) {
            open = log.open(opened());
            log.add(open, new SessionEvent.Authenticated("lost@example.org", Optional.empty(), Instant.EPOCH));
            closed = log.open(opened());
            log.add(closed, new SessionEvent.Closed("QUIT", 1, 2, 0, Instant.EPOCH));
            Await.until("the events are written", () -> get(log.events(open)).size() == 2 && get(log.events(closed)).size() == 2);
            Await.until("the mark is written", () -> get(database.readOne(SimpleStatement.newInstance(
                    "SELECT incarnation FROM session_mark WHERE incarnation = 'log2'"), row -> row.getString(0))).isPresent());
        }
        try (CassandraSessionLog survivor = log(new Incarnation("log3"))) {
            assertThat(get(survivor.closeLost(dead))).isEqualTo(1);
            assertThat(get(survivor.events(open))).hasSize(3).last().isInstanceOf(SessionEvent.Lost.class);
            assertThat(get(survivor.events(closed))).hasSize(2);
            assertThat(get(survivor.closeLost(dead))).isZero();
            assertThat(get(survivor.closeLost(new Incarnation("nobody")))).isZero();
            assertThat(get(survivor.list(Optional.of("lost@example.org"), Instant.EPOCH, List.of(), 10))).extracting(Session::ended)
                    .containsExactly(Optional.of("lost: the node ended"));
        }
    }

    @Test
    void fullBufferDropsAndSaysSo() {
        try (CassandraSessionLog log = new CassandraSessionLog(database, new Incarnation("log4"), CLOCK, 1_000)) {
            SessionId id = log.open(opened());
            SessionEvent event = new SessionEvent.MailboxSelected("INBOX", Instant.EPOCH);
            int added = 0;
            while (log.add(id, event) && added < 2_000_000) {
                added++;
            }
            assertThat(added).isLessThan(2_000_000);
            Await.until("there is room again", () -> log.add(id, event));
        }
    }

    private static SessionEvent.Opened opened() {
        return new SessionEvent.Opened("submission", "192.0.2.1:9", "192.0.2.2:587", Instant.ofEpochMilli(CLOCK.millis()));
    }

    private static CassandraSessionLog log(Incarnation incarnation) {
        return new CassandraSessionLog(database, incarnation, CLOCK);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
