package org.sterna.persistence.claim.cassandra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.ReplyFate;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.lease.NodeLease;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraClaimsTest {
    private static final Instant END = Instant.parse("2026-02-03T04:05:06Z");
    private static final Duration LIFE = Duration.ofHours(24);
    private static Database database;

    /** Set by hand. */
    private static final class HandClock extends Clock {
        private volatile Instant now = END;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final HandClock clock = new HandClock();
    private final CassandraClaims claims = new CassandraClaims(database, LIFE, clock);

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("claims_test"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Fingerprint fingerprint(String name) {
        return Fingerprint.of(Fingerprint.sha256().digest(name.getBytes(US_ASCII)));
    }

    private List<Claim> stored(Fingerprint fingerprint) {
        return get(claims.load(1000)).stream().filter(each -> each.fingerprint().equals(fingerprint)).toList();
    }

    @Test
    void claimsAreLoadedUntilTheyAreDeleted() {
        Claim claim = new Claim(fingerprint("one"), new QueueId(new Incarnation("a"), 3, 4), END);
        get(claims.put(claim));
        assertThat(stored(claim.fingerprint())).containsExactly(claim);
        Claim later = new Claim(fingerprint("one"), new QueueId(new Incarnation("b"), 1, 1), END.plusSeconds(1));
        get(claims.put(later));
        assertThat(stored(claim.fingerprint())).containsExactly(later);
        get(claims.delete(claim.fingerprint()));
        assertThat(stored(claim.fingerprint())).isEmpty();
        get(claims.put(claim));
        assertThat(stored(claim.fingerprint())).as("in the order they were asked for, though the clock stands still").containsExactly(claim);
        assertThat(get(claims.load(1))).hasSize(1);
    }

    @Test
    void aClaimVanishesAtTheEndOfItsLife() {
        Claim claim = new Claim(fingerprint("short"), new QueueId(new Incarnation("a"), 3, 5), END.minus(LIFE).plusSeconds(600));
        get(claims.put(claim));
        assertThat(get(database.readOne(SimpleStatement.newInstance("SELECT ttl(queue_id) FROM claim WHERE fingerprint = ?",
                ByteBuffer.wrap(claim.fingerprint().octets())), row -> row.getInt(0)))).hasValueSatisfying(left ->
                assertThat(left).isBetween(500, 600));
        Claim over = new Claim(fingerprint("over"), new QueueId(new Incarnation("a"), 3, 6), END.minus(LIFE));
        get(claims.put(over));
        assertThat(stored(over.fingerprint())).isEmpty();
    }

    @Test
    void whatIsKnownOfAReplyOutlivesItsClaim() {
        Claim claim = new Claim(fingerprint("fate"), new QueueId(new Incarnation("a"), 4, 1), END);
        Claim other = new Claim(fingerprint("fate"), new QueueId(new Incarnation("b"), 4, 1), END);
        assertThat(get(claims.fate(claim.fingerprint(), claim.queueId()))).isEmpty();
        long before = database.mutations();
        get(claims.put(claim));
        assertThat(database.mutations() - before).as("both are one write").isEqualTo(1);
        get(claims.delete(claim.fingerprint()));
        assertThat(get(claims.fate(claim.fingerprint(), claim.queueId()))).contains(new ReplyFate(true, Optional.empty()));
        assertThat(get(claims.fate(claim.fingerprint(), other.queueId()))).isEmpty();
        get(claims.putRead(other.fingerprint(), other.queueId(), END));
        assertThat(get(claims.fate(other.fingerprint(), other.queueId()))).contains(new ReplyFate(false, Optional.of(END)));
        get(claims.putUnread(other));
        assertThat(get(claims.fate(other.fingerprint(), other.queueId()))).contains(new ReplyFate(true, Optional.of(END)));
        get(claims.putRead(claim.fingerprint(), claim.queueId(), END.plusSeconds(1)));
        assertThat(get(claims.fate(claim.fingerprint(), claim.queueId()))).contains(new ReplyFate(true, Optional.of(END.plusSeconds(1))));
        assertThat(stored(claim.fingerprint())).isEmpty();
    }

    /** What a dead incarnation leaves, and what is found of it. */
    private final class Dead {
        private final Incarnation incarnation;
        private final AtomicLong nanos = new AtomicLong();
        private final CassandraIntake intake;

        private Dead(String name) {
            incarnation = new Incarnation(name);
            NodeLease lease = new NodeLease(incarnation, Long.MAX_VALUE / 4);
            lease.renewed(0, 0);
            intake = new CassandraIntake(database, lease, IntakeSettings.DEFAULT, nanos::get);
        }

        private QueueId accept(SessionId session, Optional<String> fingerprint, Instant at) {
            QueueId id = intake.take(10);
            get(intake.append(id, 0, 1, new QueueEvent.MessageAccepted(at, Optional.of(session), Optional.empty(), "a@example.net",
                    List.of(new QueueEvent.Addressee("b@example.org", Target.Relay.to("example.org"), RcptParameters.NONE)), MailParameters.NONE,
                    fingerprint.map(CassandraClaimsTest::fingerprint), Optional.empty(), new OctetsPlace.Inline(0), new byte[0], List.of(),
                    Optional.empty()), Optional.empty()));
            return id;
        }

        private void mark(Instant at, SessionId... open) {
            get(database.write(SimpleStatement.newInstance("INSERT INTO session_mark (incarnation, \"window\", open) VALUES (?, ?, ?) USING TIMESTAMP "
                    + Long.MAX_VALUE / 2,                                      // behind every mark of the log's own
                    incarnation.value(), at.toEpochMilli() / 10_000, new FieldWriter().list(List.of(open), (each, id) ->
                            each.number(id.window()).number(id.number())).toBuffer())));
        }

        private void nextWindow() {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        }

        private void awaitDone(long window) {
            Await.until("the window is marked as done", () -> get(database.readOne(SimpleStatement.newInstance(
                    "SELECT \"window\" FROM intake_mark WHERE incarnation = ?", incarnation.value()), row -> row.getLong(0))).equals(Optional.of(window)));
        }
    }

    /** The log is written behind the conversation, and does not wait for long when it is closed. */
    private static void awaitEvents(CassandraSessionLog log, SessionId session, int events) {
        Await.until("the events are written", () -> get(log.events(session)).size() == events);
    }

    private static SessionEvent.Opened opened(Instant at) {
        return new SessionEvent.Opened("smtp", "192.0.2.1:9", "192.0.2.2:25", at);
    }

    private static SessionEvent accepted(QueueId id, String fingerprint, Instant at) {
        return new SessionEvent.TransactionAccepted(id, Optional.of(fingerprint(fingerprint)), at);
    }

    @Test
    void acceptedTransactionsWithoutADeliveredReplyAreFound() {
        Dead dead = new Dead("claimed1");
        Instant begin = END.minus(Duration.ofHours(1));
        Instant waiting = END.minusSeconds(100);
        SessionId silent;
        QueueId unread;
        QueueId unlogged;
        QueueId late;
        clock.now = begin;
        try (CassandraSessionLog log = new CassandraSessionLog(database, dead.incarnation, clock)) {
            silent = log.open(opened(begin));
            SessionId talking = log.open(opened(begin));
            SessionId old = log.open(opened(begin));
            unread = dead.accept(silent, Optional.of("unread"), waiting);
            log.add(silent, accepted(unread, "unread", waiting));
            QueueId read = dead.accept(talking, Optional.of("read"), waiting);
            log.add(talking, accepted(read, "read", waiting));
            log.add(talking, new SessionEvent.ReplyDelivered(read, waiting));
            dead.accept(old, Optional.of("long since claimed or delivered"), waiting);
            for (int message = 0; message < 3; message++) {
                dead.intake.done(new QueueId(dead.incarnation, 0, message));
            }
            dead.nextWindow();
            clock.now = END.minusSeconds(20);
            SessionId young = log.open(opened(clock.now));
            QueueId told = dead.accept(young, Optional.of("told"), END.minusSeconds(5));
            log.add(young, accepted(told, "told", END.minusSeconds(5)));
            log.add(young, new SessionEvent.ReplyDelivered(told, END.minusSeconds(5)));
            unlogged = dead.accept(talking, Optional.of("unlogged"), END.minusSeconds(5));
            late = dead.accept(talking, Optional.of("late"), END.minusSeconds(5));
            QueueId withdrawn = dead.accept(young, Optional.of("withdrawn"), END.minusSeconds(5));
            get(dead.intake.append(withdrawn, 1, 1, new QueueEvent.MessageCompleted(END), Optional.empty()));
            dead.accept(young, Optional.empty(), END.minusSeconds(5));
            for (int message = 0; message < 5; message++) {
                dead.intake.done(new QueueId(dead.incarnation, 1, message));
            }
            dead.nextWindow();
            dead.intake.done(dead.accept(old, Optional.empty(), END));
            dead.awaitDone(1);
            awaitEvents(log, silent, 2);
            awaitEvents(log, young, 3);
        }
        dead.mark(END, silent);
        clock.now = END;
        assertThat(get(claims.unreadBy(dead.incarnation)).claims()).containsExactlyInAnyOrder(new Claim(fingerprint("unread"), unread, waiting),
                new Claim(fingerprint("unlogged"), unlogged, END.minusSeconds(5)), new Claim(fingerprint("late"), late, END.minusSeconds(5)));
    }

    @Test
    void windowsThatAreNotDoneAreReadHoweverOldTheyAre() {
        Dead dead = new Dead("claimed2");
        SessionId session = new SessionId(dead.incarnation, 5, 5);
        QueueId stuck = dead.accept(session, Optional.of("stuck"), END.minusSeconds(4000));
        dead.nextWindow();
        dead.intake.done(dead.accept(session, Optional.empty(), END));
        assertThat(get(claims.unreadBy(dead.incarnation)).claims()).containsExactly(new Claim(fingerprint("stuck"), stuck, END.minusSeconds(4000)));
    }

    @Test
    void repliesFarBackInALongSessionAreFound() {
        Dead dead = new Dead("claimed3");
        clock.now = END.minus(Duration.ofHours(1));
        QueueId last;
        try (CassandraSessionLog log = new CassandraSessionLog(database, dead.incarnation, clock)) {
            SessionId session = log.open(opened(clock.now));
            QueueId first = dead.accept(session, Optional.of("first"), END.minusSeconds(30));
            log.add(session, accepted(first, "first", END.minusSeconds(30)));
            log.add(session, new SessionEvent.ReplyDelivered(first, END.minusSeconds(30)));
            for (int i = 0; i < 1_200; i++) {                                  // more than two pages
                log.add(session, new SessionEvent.Refused("RCPT", "", "550 no", END.minusSeconds(20)));
            }
            last = dead.accept(session, Optional.of("last"), END.minusSeconds(10));
            log.add(session, accepted(last, "last", END.minusSeconds(10)));
            awaitEvents(log, session, 1_204);
        }
        dead.mark(END);
        assertThat(get(claims.unreadBy(dead.incarnation)).claims()).containsExactly(new Claim(fingerprint("last"), last, END.minusSeconds(10)));
    }

    @Test
    void whoLeftNothingLeavesNoClaims() {
        assertThat(get(claims.unreadBy(new Incarnation("nobody"))).claims()).isEmpty();
    }
}
