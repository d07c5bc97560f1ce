package org.sterna.platform.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.DestinationSettings;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;

/** Quotas of a node, with the entities of a cluster of one. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class GrantedQuotasTest {
    private static final int LIMIT = 8;
    private static TestNode node;
    private static GrantedQuotas quotas;
    private static Destinations destinations;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        DestinationEntity.init(node.system(), Clock.systemUTC(), Optional.empty());
        FrozenDestinations.init(ClusterSharding.get(node.system()), Optional.empty());
        quotas = GrantedQuotas.start(node.system(), "run1", rules("sterna.destinations.connections=" + LIMIT), Clock.systemUTC());
        destinations = new Destinations(node.system(), quotas);
    }

    @AfterAll
    static void stop() {
        quotas.close();
        node.close();
    }

    private static Rules rules(String... sets) {
        List<String> all = new ArrayList<>(List.of(sets));
        all.addAll(List.of("sterna.destinations.grant=1 s", "sterna.destinations.first-pause=300 ms", "sterna.destinations.longest-pause=500 ms"));
        SternaSettings settings = SternaSettings.load(Optional.empty(), all, Optional.of(Path.of("unused")), OptionalInt.empty());
        return Rules.of(settings.destinations(), settings.relay().sources().pools());
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not: %s", what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void theFirstConnectionWaitsForOneAnswerAndIsToldOfIt() throws InterruptedException {
        Quota quota = quotas.of(QuotaKey.parse("first.example"));
        CountDownLatch told = new CountDownLatch(1);
        quota.onChange(told::countDown);
        assertThat(quota.tryConnect()).isFalse();
        assertThat(told.await(90, TimeUnit.SECONDS)).isTrue();
        until("a connection, before the grant has lapsed", quota::tryConnect);
        until("a message, before the grant has lapsed", quota::trySend);
        assertThat(destinations.list()).anySatisfy(local -> {
            assertThat(local.key()).isEqualTo(QuotaKey.parse("first.example"));
            assertThat(local.connections()).isEqualTo(1);
            assertThat(local.limits().connections()).isEqualTo(LIMIT);
        });
        Life.View view = TestNode.await(destinations.show(QuotaKey.parse("first.example")));
        assertThat(view.holdings()).extracting(Life.Holding::node).containsExactly("run1");
    }

    @Test
    void growsFromTheSlowStartToTheLimitAndNotBeyond() {
        Quota quota = quotas.of(QuotaKey.parse("growing.example"));
        int[] open = {0};
        until("all connections are open", () -> {
            while (quota.tryConnect()) {
                open[0]++;
                quota.succeeded();
            }
            assertThat(open[0]).isLessThanOrEqualTo(LIMIT);
            return open[0] == LIMIT;
        });
        for (int i = 0; i < 300; i++) {
            assertThat(quota.tryConnect()).as("over several grants").isFalse();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        until("the whole limit is granted", () -> quota.connections() == LIMIT);
    }

    @Test
    void whatIsDownIsProbedAndComesBack() {
        Quota quota = quotas.of(QuotaKey.parse("dead.example"));
        for (int i = 0; i < 3; i++) {
            until("a connection", quota::tryConnect);
            quota.failed("refused");
            quota.disconnected();
        }
        until("it is down", () -> quota.standing() instanceof Standing.Down);
        Instant next = ((Standing.Down) quota.standing()).probeAt();
        until("a probe", quota::tryConnect);
        assertThat(Clock.systemUTC().instant()).as("not at once").isAfterOrEqualTo(next);
        assertThat(quota.tryConnect()).as("one at a time").isFalse();
        quota.succeeded();
        until("it is open", () -> quota.standing() instanceof Standing.Open);
        until("a second connection", quota::tryConnect);
    }

    @Test
    void anOperatorFreezesAndThaws() {
        QuotaKey key = QuotaKey.parse("frozen.example");
        Quota quota = quotas.of(key);
        until("a grant", () -> quota.connections() > 0);
        TestNode.await(destinations.freeze(key, "complaints"));
        until("nothing is granted", () -> quota.connections() == 0);
        until("it says so", () -> quota.standing() instanceof Standing.Frozen frozen && frozen.reason().equals("complaints"));
        until("it is listed", () -> TestNode.await(destinations.frozen()).contains(key));
        assertThat(TestNode.await(destinations.show(key)).condition()).isInstanceOf(Condition.Frozen.class);
        TestNode.await(destinations.thaw(key));
        until("a grant", () -> quota.connections() > 0);
        until("it is listed no more", () -> !TestNode.await(destinations.frozen()).contains(key));
    }

    @Test
    void twoNodesShareALimit() {
        QuotaKey key = QuotaKey.parse("source 192.0.2.1");
        Rules shared = Rules.of(rulesFor("192.0.2.1", LIMIT), Map.of());
        GrantedQuotas first = GrantedQuotas.start(node.system(), "run2", shared, Clock.systemUTC());
        GrantedQuotas second = GrantedQuotas.start(node.system(), "run3", shared, Clock.systemUTC());
        Quota a = first.of(key);
        Quota b = second.of(key);
        until("all of a", () -> granted(a) == LIMIT);
        // One after the other: what a has lost, b may have been granted before it is looked at.
        until("half of it for b, and no more than the limit for both", () -> {
            int half = b.connections();
            return half >= LIMIT / 2 - 1 && a.connections() + half <= LIMIT;
        });
        first.close();
        second.close();
    }

    /** Wants one more, if there is one, and tells how many there are. */
    private static int granted(Quota quota) {
        quota.tryConnect();
        return quota.connections();
    }

    private static DestinationSettings rulesFor(String source, int connections) {
        return SternaSettings.load(Optional.empty(), List.of("sterna.destinations.rules=[{source=[\"" + source + "\"],connections=" + connections + "}]",
                "sterna.destinations.grant=1 s"), Optional.of(Path.of("unused")), OptionalInt.empty()).destinations();
    }

    @Test
    void otherRulesTakeEffectWhileRunning() {
        GrantedQuotas changing = GrantedQuotas.start(node.system(), "run4", rules("sterna.destinations.slow-start=5", "sterna.destinations.connections=5"),
                Clock.systemUTC());
        Quota quota = changing.of(QuotaKey.parse("changing.example"));
        until("five", () -> granted(quota) == 5);
        changing.rules(rules("sterna.destinations.connections=1"));
        assertThat(changing.rule("changing.example").connections()).isEqualTo(1);
        until("one", () -> quota.connections() == 1);
        changing.close();
    }
}
