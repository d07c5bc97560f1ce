package org.sterna.persistence.lease.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

@ExtendWith(CassandraExtension.class)
@Timeout(60)
class CassandraLeasesTest {
    private static final Duration VALID = Duration.ofSeconds(1);
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static Database database;

    private final List<CassandraLeases> all = new ArrayList<>();
    private final List<Incarnation> fenced = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        database = Database.open(DatabaseSettings.of(CassandraExtension.contactPoint(), "leases_test"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void end() {
        all.forEach(CassandraLeases::close);
    }

    @Test
    void incarnationIsTakenOnce() {
        CassandraLeases one = node(NEVER);
        assertThat(one.own().valid(System.nanoTime())).isTrue();
        CassandraLeases same = leases(one.own().incarnation(), NEVER);
        assertThatThrownBy(() -> get(same.acquire("b"))).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(get(one.read(one.own().incarnation())).orElseThrow())
                .isEqualTo(new CassandraLeases.LeaseRow(one.own().incarnation(), "node", 0, "held", false));
    }

    @Test
    void renewedLeaseIsNotFenced() {
        CassandraLeases owner = node(OFTEN);
        CassandraLeases other = node(OFTEN);
        CompletableFuture<Void> fence = other.ensureFenced(owner.own().incarnation()).toCompletableFuture();
        long start = System.nanoTime();
        Await.until("twice its length has passed", () -> System.nanoTime() - start > 2 * VALID.toNanos());
        assertThat(fence).isNotDone();
        assertThat(owner.own().valid(System.nanoTime())).isTrue();
        assertThat(get(other.read(owner.own().incarnation())).orElseThrow().renewal()).isGreaterThan(5);
        owner.close();
        get(fence);
        assertThat(other.knownFenced(owner.own().incarnation())).isTrue();
        assertThat(owner.own().valid(System.nanoTime())).isFalse();
    }

    @Test
    void releasedLeaseIsFencedAtOnceAndAdoptedOnce() {
        CassandraLeases owner = node(OFTEN);
        CassandraLeases other = node(NEVER);
        Incarnation incarnation = owner.own().incarnation();
        assertThat(get(other.adopted(incarnation))).isFalse();
        get(owner.release(incarnation));
        long start = System.nanoTime();
        get(other.ensureFenced(incarnation));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(VALID);
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
        get(other.ensureFenced(owner.own().incarnation()));
        assertThat(owner.own().valid(System.nanoTime())).isFalse();
        CompletableFuture<Void> acknowledgement = owner.own().whenValid(System.nanoTime()).toCompletableFuture();
        Await.until("it is told", () -> fenced.equals(List.of(owner.own().incarnation())));
        assertThat(owner.own().lost()).isTrue();
        assertThat(acknowledgement).isCompletedExceptionally();
    }

    @Test
    void manyFencersAgree() {
        CassandraLeases owner = node(NEVER);
        List<CassandraLeases> fencers = IntStream.range(0, 4).mapToObj(i -> node(OFTEN)).toList();
        List<CompletionStage<Void>> fences = new ArrayList<>();
        fencers.forEach(each -> fences.add(each.ensureFenced(owner.own().incarnation())));
        assertThat(fencers.get(0).ensureFenced(owner.own().incarnation())).isSameAs(fences.get(0));
        fences.forEach(CassandraLeasesTest::get);
        assertThat(get(fencers.get(0).read(owner.own().incarnation())).orElseThrow().state()).isEqualTo("fenced");
        assertThat(fencers.get(0).ensureFenced(owner.own().incarnation()).toCompletableFuture()).isCompleted();     // known without asking
        assertThat(fencers).allMatch(each -> each.own().valid(System.nanoTime()));
    }

    @Test
    void incarnationWithoutALeaseCannotAcknowledge() {
        CassandraLeases other = node(NEVER);
        get(other.ensureFenced(new Incarnation("never0was")));
        assertThat(other.knownFenced(new Incarnation("never0was"))).isTrue();
    }

    private CassandraLeases node(Duration renewEvery) {
        CassandraLeases leases = leases(new Incarnation("n" + NAMES.incrementAndGet()), renewEvery);
        get(leases.acquire("node"));
        return leases;
    }

    private CassandraLeases leases(Incarnation incarnation, Duration renewEvery) {
        CassandraLeases leases = new CassandraLeases(database, incarnation, VALID, renewEvery, System::nanoTime, () -> fenced.add(incarnation));
        all.add(leases);
        return leases;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
