package org.sterna.persistence.lease.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.Peers;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraLeasesTest {
    private static final Duration VALID = Duration.ofSeconds(1);
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static Database database;
    /** Counts the reads of one node alone. */
    private static Database beside;

    /** Of every node here, in nanoseconds; only the tests let it pass. How often a lease is renewed goes by the real one. */
    private final AtomicLong time = new AtomicLong();
    private final List<CassandraLeases> all = new ArrayList<>();
    private final List<Incarnation> fenced = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("leases_test"));
        beside = Database.open(CassandraExtension.settings("leases_test"));
    }

    @AfterAll
    static void close() {
        database.close();
        beside.close();
    }

    @AfterEach
    void end() {
        all.forEach(CassandraLeases::close);
    }

    @Test
    void incarnationIsTakenOnce() {
        CassandraLeases one = node(NEVER);
        assertThat(one.own().valid(time.get())).isTrue();
        CassandraLeases same = leases(one.own().incarnation(), NEVER, database);
        assertThatThrownBy(() -> get(same.acquire("b"))).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(get(one.read(one.own().incarnation())).orElseThrow())
                .isEqualTo(new CassandraLeases.LeaseRow(one.own().incarnation(), "node", 0, "held", false, false));
    }

    @Test
    void renewedLeaseIsNotFenced() {
        CassandraLeases owner = node(OFTEN);
        Incarnation incarnation = owner.own().incarnation();
        CassandraLeases other = node(NEVER, beside);
        CompletableFuture<Void> fence = other.ensureFenced(incarnation).toCompletableFuture();
        for (int step = 0; step < 4; step++) {                                   // twice its length
            long renewal = renewal(incarnation);
            Await.until("it is renewed", () -> renewal(incarnation) > renewal);
            long reads = beside.reads();
            Await.until("it is looked at", () -> beside.reads() >= reads + 2);
            time.addAndGet(VALID.toNanos() / 2);
        }
        assertThat(fence).isNotDone();
        Await.until("it is valid", () -> owner.own().valid(time.get()));
        owner.close();
        passUntil("it is fenced", fence::isDone);
        get(fence);
        assertThat(other.knownFenced(incarnation)).isTrue();
        assertThat(owner.own().valid(time.get())).isFalse();
    }

    @Test
    void releasedLeaseIsFencedAtOnceAndAdoptedOnce() {
        CassandraLeases owner = node(OFTEN);
        CassandraLeases other = node(NEVER);
        Incarnation incarnation = owner.own().incarnation();
        assertThat(get(other.adopted(incarnation))).isFalse();
        get(owner.release(incarnation));
        get(other.ensureFenced(incarnation));                                    // no time passes
        assertThat(get(other.adopted(incarnation))).isTrue();
        assertThat(get(other.read(incarnation)).orElseThrow().adopted()).isTrue();
        assertThat(get(other.readAll())).extracting(CassandraLeases.LeaseRow::incarnation).contains(incarnation, other.own().incarnation());
        assertThat(owner.own().lost()).isTrue();
        assertThat(fenced).isEmpty();                                            // a planned stop is no fencing
    }

    @Test
    void fencedNodeFindsOut() {
        CassandraLeases owner = node(Duration.ofMillis(1_800));                   // renews too late
        CassandraLeases other = node(OFTEN);
        CompletableFuture<Void> fence = other.ensureFenced(owner.own().incarnation()).toCompletableFuture();
        passUntil("it is fenced", fence::isDone);
        get(fence);
        assertThat(owner.own().valid(time.get())).isFalse();
        CompletableFuture<Void> acknowledgement = owner.own().whenValid(time.get()).toCompletableFuture();
        Await.until("it is told", () -> fenced.equals(List.of(owner.own().incarnation())));
        assertThat(owner.own().lost()).isTrue();
        assertThat(acknowledgement).isCompletedExceptionally();
    }

    @Test
    void rowsOfTheLongSettledAreForgotten() {
        CassandraLeases adopted = node(OFTEN);
        CassandraLeases waiting = node(OFTEN);
        CassandraLeases other = node(NEVER);
        for (CassandraLeases each : List.of(adopted, waiting)) {
            get(each.release(each.own().incarnation()));
            get(other.ensureFenced(each.own().incarnation()));
        }
        get(other.adopted(adopted.own().incarnation()));
        get(other.forget(Instant.now().plus(Duration.ofDays(89)), 100));
        assertThat(get(other.read(adopted.own().incarnation()))).isPresent();
        assertThat(get(other.forget(Instant.now().plus(Duration.ofDays(91)), 100))).isPositive();
        assertThat(get(other.read(adopted.own().incarnation()))).isEmpty();
        assertThat(get(other.read(waiting.own().incarnation()))).isPresent();    // nobody has taken over from it
        assertThat(get(other.read(other.own().incarnation())).orElseThrow().held()).isTrue();

        CassandraLeases late = node(NEVER);                                       // meets a row of the forgotten one: settled
        get(late.ensureFenced(adopted.own().incarnation()));
        get(adopted.release(adopted.own().incarnation()));
        assertThat(get(late.adopted(adopted.own().incarnation()))).isFalse();
        assertThat(get(other.read(adopted.own().incarnation()))).isEmpty();       // and no condition brings the row back
    }

    @Test
    void ownerWithoutARowEnds() {
        CassandraLeases owner = node(OFTEN);
        get(database.write(SimpleStatement.newInstance("DELETE FROM lease WHERE incarnation = ? IF EXISTS", owner.own().incarnation().value())));
        Await.until("it is told", () -> fenced.equals(List.of(owner.own().incarnation())));
        assertThat(owner.own().lost()).isTrue();
    }

    @Test
    void manyFencersAgree() {
        CassandraLeases owner = node(NEVER);
        List<CassandraLeases> fencers = IntStream.range(0, 4).mapToObj(i -> node(OFTEN)).toList();
        List<CompletionStage<Void>> fences = new ArrayList<>();
        fencers.forEach(each -> fences.add(each.ensureFenced(owner.own().incarnation())));
        assertThat(fencers.get(0).ensureFenced(owner.own().incarnation())).isSameAs(fences.get(0));
        passUntil("it is fenced", () -> fences.stream().allMatch(each -> each.toCompletableFuture().isDone()));
        fences.forEach(CassandraLeasesTest::get);
        assertThat(get(fencers.get(0).read(owner.own().incarnation())).orElseThrow().state()).isEqualTo("fenced");
        assertThat(fencers.get(0).ensureFenced(owner.own().incarnation()).toCompletableFuture()).isCompleted();     // known without asking
        Await.until("they go on", () -> fencers.stream().allMatch(each -> each.own().valid(time.get())));
    }

    @Test
    void incarnationWithoutALeaseCannotAcknowledge() {
        CassandraLeases other = node(NEVER);
        get(other.ensureFenced(new Incarnation("never0was")));
        assertThat(other.knownFenced(new Incarnation("never0was"))).isTrue();
    }

    @Test
    void nodeThatWasCountedOutLosesTheLeaseItRenews() {
        CassandraLeases owner = node(OFTEN);
        CassandraLeases other = node(OFTEN);
        Incarnation incarnation = owner.own().incarnation();
        other.among(Peers.NONE);
        CompletableFuture<Void> fence = other.ensureFenced(incarnation).toCompletableFuture();
        passUntil("it is taken", () -> get(other.read(incarnation)).orElseThrow().state().equals("taken"));
        assertThat(fence).isNotDone();                                            // its owner may believe in the last renewal
        Await.until("its owner is told", () -> fenced.equals(List.of(incarnation)));
        passUntil("it has run out", fence::isDone);
        get(fence);
        assertThat(get(other.read(incarnation)).orElseThrow().state()).isEqualTo("fenced");
        assertThat(owner.own().lost()).isTrue();
    }

    @Test
    void nodeWithoutALeaseOfItsOwnTakesNone() {
        CassandraLeases owner = node(OFTEN);
        CassandraLeases other = node(NEVER);
        Incarnation incarnation = owner.own().incarnation();
        other.among(Peers.NONE);
        time.addAndGet(VALID.toNanos());
        assertThat(other.own().valid(time.get())).isFalse();
        CompletableFuture<Void> fence = other.ensureFenced(incarnation).toCompletableFuture();
        long begun = time.get();
        passUntil("courtesy is over", () -> time.get() - begun > 4 * VALID.toNanos());
        assertThat(get(other.read(incarnation)).orElseThrow().held()).isTrue();
        other.own().renewed(time.get() + VALID.multipliedBy(1000).toNanos(), time.get());
        passUntil("it is taken", () -> get(other.read(incarnation)).orElseThrow().state().equals("taken"));
        assertThat(fence).isNotDone();
    }

    @Test
    void outcomeThatWasNotToldIsLookedFor() throws InterruptedException {
        DatabaseSettings usual = CassandraExtension.settings("leases_test");
        try (Database impatient = Database.open(new DatabaseSettings(usual.contactPoints(), usual.localDatacenter(), usual.keyspace(), 1,
                Duration.ofSeconds(6), Duration.ofMinutes(4), usual.intakeLife(), usual.sessionLife()))) {
            CassandraLeases slow = leases(new Incarnation("slow"), NEVER, impatient);
            CassandraLeases other = node(OFTEN);
            CompletableFuture<Void> acquired = whileItStandsStill(impatient, () -> slow.acquire("node"));
            get(acquired);
            assertThat(get(other.read(slow.own().incarnation())).orElseThrow().held()).isTrue();
            CompletableFuture<Void> released = whileItStandsStill(impatient, () -> slow.release(slow.own().incarnation()));
            get(released);
            assertThat(get(other.read(slow.own().incarnation())).orElseThrow().released()).isTrue();
        }
    }

    /** Cassandra does not answer in time, once. */
    private static CompletableFuture<Void> whileItStandsStill(Database impatient, Supplier<CompletionStage<Void>> transaction) throws InterruptedException {
        long failed = impatient.counts().failedWrites().sum();
        long pid = CassandraExtension.cassandra().pid();
        ProcessSignals.stop(pid);
        try {
            CompletableFuture<Void> outcome = transaction.get().toCompletableFuture();
            Await.until("there is no answer", () -> impatient.counts().failedWrites().sum() > failed);
            return outcome;
        } finally {
            ProcessSignals.goOn(pid);
        }
    }

    @Test
    void memberOfTheClusterKeepsItsLease() {
        CassandraLeases owner = node(OFTEN);
        CassandraLeases other = node(OFTEN);
        other.among(incarnation -> Optional.of("there"));
        CompletableFuture<Void> fence = other.ensureFenced(owner.own().incarnation()).toCompletableFuture();
        long before = renewal(owner.own().incarnation());
        passUntil("it is renewed many times", () -> renewal(owner.own().incarnation()) > before + 20);
        assertThat(fence).isNotDone();
        assertThat(get(other.read(owner.own().incarnation())).orElseThrow().held()).isTrue();
    }

    @Test
    void whatWasWatchedNeedNotBeWaitedForAgain() {
        CassandraLeases owner = node(NEVER);
        CassandraLeases other = node(OFTEN);
        Incarnation incarnation = owner.own().incarnation();
        for (long step = 0; step < 21; step++) {
            assertThat(get(other.watch(incarnation)).orElseThrow().held()).isTrue();
            time.addAndGet(VALID.toNanos() / 20);
        }
        get(other.ensureFenced(incarnation));                                    // no time passes
        assertThat(other.knownFenced(incarnation)).isTrue();
    }

    @Test
    void readerThatWasWithoutAnAnswerBeginsAgain() {
        CassandraLeases owner = node(NEVER);
        CassandraLeases other = node(OFTEN);
        Incarnation incarnation = owner.own().incarnation();
        get(other.watch(incarnation));
        time.addAndGet(VALID.multipliedBy(3).toNanos());                         // as when Cassandra was away: the owner could not renew either
        CompletableFuture<Void> fence = other.ensureFenced(incarnation).toCompletableFuture();
        long before = database.reads();
        Await.until("it was read again", () -> database.reads() > before + 3);
        assertThat(fence).isNotDone();
        passUntil("it is fenced", fence::isDone);
    }

    private void passUntil(String what, Callable<Boolean> condition) {
        Await.until(what, () -> {
            time.addAndGet(VALID.toNanos() / 100);      // less between two looks than a reader may be without an answer
            return condition.call();
        });
    }

    private static long renewal(Incarnation incarnation) {
        return get(database.readOne(SimpleStatement.newInstance("SELECT renewal FROM lease WHERE incarnation = ?", incarnation.value())
                .setConsistencyLevel(Database.serial()), row -> row.getLong(0))).orElseThrow();
    }

    private CassandraLeases node(Duration renewEvery) {
        return node(renewEvery, database);
    }

    private CassandraLeases node(Duration renewEvery, Database itsDatabase) {
        CassandraLeases leases = leases(new Incarnation("n" + NAMES.incrementAndGet()), renewEvery, itsDatabase);
        get(leases.acquire("node"));
        return leases;
    }

    private CassandraLeases leases(Incarnation incarnation, Duration renewEvery, Database itsDatabase) {
        CassandraLeases leases = new CassandraLeases(itsDatabase, incarnation, VALID, renewEvery, time::get, () -> fenced.add(incarnation));
        all.add(leases);
        return leases;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
