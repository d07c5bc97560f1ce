package org.sterna.persistence.queue.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.LeaseLostException;
import org.sterna.persistence.lease.NodeLease;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.queue.QueueCodec;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.cassandra.CassandraIntake.Stored;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraIntakeTest {
    private static final String KEYSPACE = "intake_test";
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final long FOREVER = Long.MAX_VALUE / 4;
    private static final AtomicLong INCARNATIONS = new AtomicLong();
    private static Database database;
    /** Of tests that count what is written: marks of other tests may still be under way in theirs. */
    private static Database counted;
    private static CqlSession cql;

    private final AtomicLong clock = new AtomicLong();
    private final Incarnation incarnation = new Incarnation("i" + INCARNATIONS.incrementAndGet());
    private final NodeLease lease = new NodeLease(incarnation, FOREVER);
    private final CassandraIntake intake = intake(lease, IntakeSettings.DEFAULT);

    CassandraIntakeTest() {
        lease.renewed(0, 0);
    }

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings(KEYSPACE));
        counted = Database.open(CassandraExtension.settings(KEYSPACE));
        cql = CassandraExtension.session(KEYSPACE);
    }

    @AfterAll
    static void close() {
        cql.close();
        counted.close();
        database.close();
    }

    private CassandraIntake intake(NodeLease own, IntakeSettings settings) {
        return new CassandraIntake(database, own, settings, clock::get);
    }

    /** Its first flush does not return, and everything else gathers behind it, until this lease is renewed. */
    private NodeLease notYet() {
        return new NodeLease(incarnation, FOREVER);
    }

    @Test
    void manyMessagesShareAMutation() {
        NodeLease own = notYet();
        CassandraIntake busy = new CassandraIntake(counted, own, IntakeSettings.DEFAULT, clock::get);
        long before = counted.mutations();
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            writes.add(busy.append(busy.take(3), 0, 1, accepted(), Optional.of(octets())));
        }
        assertThat(writes).noneMatch(write -> write.toCompletableFuture().isDone());
        own.renewed(0, 0);
        writes.forEach(CassandraIntakeTest::get);
        assertThat(counted.mutations() - before).as("the first, and all that came meanwhile").isEqualTo(2);
        QueueId last = new QueueId(incarnation, 0, 149);
        assertThat(get(intake.read(last)).orElseThrow().message().accepted().orElseThrow()).usingRecursiveComparison().isEqualTo(accepted());
        assertThat(get(intake.octets(last))).isEqualTo(octets());
    }

    @Test
    void messageIsReadBackWithItsEventsAndTheNextEpoch() {
        QueueId id = intake.take(3);
        get(intake.append(id, 0, 1, accepted(), Optional.empty()));
        get(intake.append(id, 1, 1, started(), Optional.empty()));
        Stored stored = get(intake.read(id)).orElseThrow();
        assertThat(stored.message().events()).isEqualTo(1);
        assertThat(stored.nextEpoch()).isEqualTo(2);
        assertThat(get(intake.events(id))).hasSize(2).last().isEqualTo(started());
        assertThat(get(intake.read(new QueueId(incarnation, 0, 99)))).isEmpty();
        assertThatThrownBy(() -> get(intake.octets(id))).hasRootCauseMessage("the octets of " + id + " are not in the intake");
    }

    @Test
    void eventsThatAreAppendedTogetherAreOneMutationEvenOnAnIdleIntake() {
        CassandraIntake idle = new CassandraIntake(counted, lease, IntakeSettings.DEFAULT, clock::get);
        QueueId id = idle.take(3);
        get(idle.append(id, 0, 1, accepted(), Optional.empty()));
        long before = counted.mutations();
        get(idle.append(id, 1, 1, List.of(started(), new QueueEvent.HandedToSlice(1, NOW, NOW), started())));
        assertThat(counted.mutations() - before).isEqualTo(1);
        assertThat(get(intake.events(id))).hasSize(4).last().isEqualTo(started());
    }

    @Test
    void eventsOfOneMessageInOneFlushAreOneMutation() {
        QueueId first = write();
        QueueId id = intake.take(3);
        NodeLease own = notYet();
        IntakeSettings oneRowAMutation = new IntakeSettings(Duration.ofSeconds(1), 8 << 20, 64 << 20, 1);
        CassandraIntake small = new CassandraIntake(counted, own, oneRowAMutation, clock::get);
        CompletionStage<Void> blocker = small.append(first, 1, 1, started(), Optional.empty());
        long before = counted.mutations();
        List<CompletionStage<Void>> all = List.of(small.append(id, 0, 1, accepted(), Optional.empty()),
                small.append(id, 1, 1, started(), Optional.empty()), small.append(id, 2, 1, new QueueEvent.HandedToSlice(1, NOW, NOW), Optional.empty()));
        own.renewed(0, 0);
        get(blocker);
        all.forEach(CassandraIntakeTest::get);
        assertThat(counted.mutations() - before).isEqualTo(1);
        assertThat(get(small.read(id)).orElseThrow().message().slice()).contains(1);
    }

    @Test
    void lateRowsAreIgnored() {
        QueueId id = intake.take(3);
        get(intake.append(id, 0, 1, accepted(), Optional.empty()));
        NodeLease other = new NodeLease(new Incarnation("other" + incarnation), FOREVER);
        other.renewed(0, 0);
        CassandraIntake adopter = intake(other, IntakeSettings.DEFAULT);
        get(adopter.append(id, 1, get(adopter.read(id)).orElseThrow().nextEpoch(), new QueueEvent.HandedToSlice(9, NOW, NOW), Optional.empty()));
        get(intake.append(id, 1, 1, started(), Optional.empty()));
        get(intake.append(id, 2, 1, new QueueEvent.MessageCompleted(NOW), Optional.empty()));
        Stored stored = get(adopter.read(id)).orElseThrow();
        assertThat(stored.message().slice()).contains(9);
        assertThat(stored.message().completed()).isFalse();
        assertThat(stored.nextEpoch()).isEqualTo(3);
    }

    @Test
    void crashLeavesWhatIsNotFinal() {
        QueueId completed = write(new QueueEvent.MessageCompleted(NOW));
        intake.done(completed);
        QueueId open = write();
        advance();
        QueueId handed = write(new QueueEvent.HandedToSlice(3, NOW, NOW));
        intake.done(handed);
        QueueId attempted = write(started());
        advance();
        QueueId givenBack = intake.take(3);
        intake.done(givenBack);
        advance();
        QueueId last = write();
        List<Stored> left = get(other().leftBy(incarnation));
        assertThat(left).extracting(stored -> stored.message().id()).containsExactly(open, attempted, last);
        assertThat(left).extracting(Stored::nextEpoch).containsOnly(2);
    }

    @Test
    void markedWindowsAreNotReadAgain() {
        for (int window = 0; window < 20; window++) {
            intake.done(write(new QueueEvent.MessageCompleted(NOW)));
            advance();
        }
        QueueId last = write();
        Await.until("the mark", () -> get(database.readOne(SimpleStatement.newInstance(
                "SELECT \"window\" FROM intake_mark WHERE incarnation = '" + incarnation + "'"), row -> row.getLong(0))).equals(Optional.of(18L)));
        long before = database.reads();
        assertThat(get(other().leftBy(incarnation))).hasSize(1).first().extracting(stored -> stored.message().id()).isEqualTo(last);
        assertThat(database.reads() - before).isLessThanOrEqualTo(1 + 2 * Windows.AT_ONCE);
    }

    @Test
    void attemptNeverHasTheEpochOfOneThatMayStillBeWriting() {
        QueueId id = write();
        Stored read = get(intake.read(id)).orElseThrow();
        assertThat(intake.nextEpoch(read, 0)).isEqualTo(2);
        assertThat(intake.nextEpoch(read, 3)).isEqualTo((3 << 12) + 1);
        intake.append(id, 1, 2, List.of(started()));                             // ends while it writes: the next one reads what it read
        assertThat(intake.nextEpoch(read, 0)).isEqualTo(3);
        get(intake.append(id, 1, (3 << 12) + 1, List.of(started())));
        assertThat(intake.nextEpoch(read, 3)).isEqualTo((3 << 12) + 2);
        assertThat(intake.nextEpoch(read, 4)).isEqualTo((4 << 12) + 1);
        assertThat(other().nextEpoch(get(other().read(id)).orElseThrow(), 3)).isEqualTo((3 << 12) + 2);
    }

    /** Cassandra was away for longer than the search for the end looks ahead. */
    @Test
    void messageBehindManyFailedWindowsIsFound() {
        QueueId waiting = write();
        for (int window = 0; window < 50; window++) {
            advance();
            intake.done(intake.take(3));
        }
        advance();
        QueueId after = write();
        assertThat(get(other().leftBy(incarnation))).extracting(stored -> stored.message().id()).containsExactly(waiting, after);
    }

    @Test
    void oneDamagedMessageDoesNotHideTheOthers() {
        QueueId damaged = write(started(), started());
        QueueId good = write();
        cql.execute("DELETE FROM intake WHERE incarnation = '" + incarnation + "' AND \"window\" = 0 AND message = " + damaged.message() + " AND number = 1");
        assertThat(get(other().leftBy(incarnation))).extracting(stored -> stored.message().id()).containsExactly(good);
    }

    @Test
    void tooMuchWaitingIsRefused() {
        NodeLease expired = new NodeLease(new Incarnation("x" + incarnation), FOREVER);
        CassandraIntake bounded = intake(expired, new IntakeSettings(Duration.ofSeconds(1), 8 << 20, 1_000, 1 << 20));
        CompletionStage<Void> waits = bounded.append(bounded.take(500), 0, 1, accepted(), Optional.of(ByteBuffer.allocate(500)));
        assertThatThrownBy(() -> bounded.take(500)).isInstanceOf(IntakeBusyException.class).hasMessageContaining("1000 may");
        assertThat(waits.toCompletableFuture()).isNotDone();                     // the lease was never taken
        expired.renewed(0, 0);
        Await.until("the lease is there", () -> {
            expired.renewed(0, 0);
            return waits.toCompletableFuture().isDone();
        });
        get(waits);
        Await.until("there is room again", () -> {
            try {
                return bounded.take(500).message() >= 0;
            } catch (IntakeBusyException e) {
                return false;
            }
        });
    }

    @Test
    void fencedNodeAcceptsNothing() {
        lease.lose();
        CompletableFuture<Void> write = intake.append(intake.take(3), 0, 1, accepted(), Optional.empty()).toCompletableFuture();
        assertThatThrownBy(() -> write.get(60, TimeUnit.SECONDS)).hasRootCauseInstanceOf(LeaseLostException.class);
    }

    @Test
    void rowsHaveTheirEvents() {
        QueueId id = write(started());
        assertThat(cql.execute("SELECT event FROM intake WHERE incarnation = '" + incarnation + "' AND \"window\" = 0 AND message = " + id.message()).all())
                .extracting(row -> QueueCodec.EVENTS.read(row.getByteBuffer("event"))).hasSize(2).last().isEqualTo(started());
    }

    @Test
    void whatNobodyCanReadDoesNotKeepTheOthersFromBeingTakenOver() {
        QueueId bad = write(started());
        QueueId good = write(started());
        cql.execute("UPDATE intake SET event = 0xff00 WHERE incarnation = '" + incarnation + "' AND \"window\" = 0 AND message = " + bad.message()
                + " AND number = 0 AND epoch = 1 AND writer = '" + incarnation + "'");
        assertThat(get(other().leftBy(incarnation))).extracting(stored -> stored.message().id()).containsExactly(good);
        assertThat(get(new LastAcceptances(database).of(incarnation, NOW, Duration.ofSeconds(1))).accepted()).isEmpty();
    }

    @Test
    void renewedMessagesBeginTheirLifeAnewAndAreTheSame() {
        QueueId id = intake.take(3);
        get(intake.append(id, 0, 1, accepted(), Optional.of(octets())));
        NodeLease survivor = new NodeLease(new Incarnation("survivor"), FOREVER);
        survivor.renewed(0, 0);
        get(intake(survivor, IntakeSettings.DEFAULT).append(id, 1, 2, started(), Optional.empty()));
        QueueId beside = write(started());
        String where = " WHERE incarnation = '" + incarnation + "' AND \"window\" = 0 AND message = " + id.message();
        List<Row> before = cql.execute("SELECT number, epoch, writer, event, octets FROM intake" + where).all();
        for (Row row : before) {                            // as if they were written long ago
            cql.execute(SimpleStatement.newInstance("INSERT INTO intake (incarnation, \"window\", message, number, epoch, writer, event)"
                    + " VALUES (?, 0, ?, ?, ?, ?, ?) USING TTL 3600", incarnation.value(), id.message(), row.getInt("number"), row.getInt("epoch"), row.getString("writer"),
                    row.getByteBuffer("event")));
        }
        cql.execute("UPDATE intake USING TTL 3600 SET octets = 0x010203" + where + " AND number = 0 AND epoch = 1 AND writer = '" + incarnation + "'");
        assertThat(lives(where)).allMatch(life -> life <= 3600).hasSize(3);
        get(intake.renew(id));
        assertThat(lives(where)).allMatch(life -> life > 3600).hasSize(3);
        assertThat(cql.execute("SELECT number, epoch, writer, event, octets FROM intake" + where).all()).extracting(Row::getFormattedContents)
                .isEqualTo(before.stream().map(Row::getFormattedContents).toList());
        assertThat(get(intake.events(id))).hasSize(2);
        assertThat(get(intake.octets(id))).isEqualTo(octets());
        assertThat(get(intake.events(beside))).hasSize(2);
        get(intake.renew(new QueueId(incarnation, 0, 999)));
        assertThat(get(intake.read(new QueueId(incarnation, 0, 999)))).isEmpty();
    }

    /** Seconds that are left to each cell. */
    private static List<Integer> lives(String where) {
        List<Integer> lives = new ArrayList<>();
        for (Row row : cql.execute("SELECT ttl(event), ttl(octets) FROM intake" + where)) {
            lives.add(row.getInt(0));
            if (!row.isNull(1)) {
                lives.add(row.getInt(1));
            }
        }
        return lives;
    }

    private CassandraIntake other() {
        return intake(new NodeLease(new Incarnation("survivor"), FOREVER), IntakeSettings.DEFAULT);
    }

    private void advance() {
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
    }

    private QueueId write(QueueEvent... events) {
        QueueId id = intake.take(3);
        get(intake.append(id, 0, 1, accepted(), Optional.empty()));
        for (int i = 0; i < events.length; i++) {
            get(intake.append(id, i + 1, 1, events[i], Optional.empty()));
        }
        return id;
    }

    private static QueueEvent started() {
        return new QueueEvent.AttemptStarted(List.of(0), "mx.example.net", "", 5000, NOW);
    }

    private static ByteBuffer octets() {
        return ByteBuffer.wrap(new byte[] {1, 2, 3});
    }

    private static QueueEvent.MessageAccepted accepted() {
        return new QueueEvent.MessageAccepted(NOW, Optional.empty(), Optional.empty(), "smith@example.com",
                List.of(new QueueEvent.Addressee("jones@example.org", Target.Relay.to("example.org"), RcptParameters.NONE)), MailParameters.NONE, Optional.empty(),
                Optional.empty(), new OctetsPlace.Inline(3), new byte[0], List.of(), Optional.empty());
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
