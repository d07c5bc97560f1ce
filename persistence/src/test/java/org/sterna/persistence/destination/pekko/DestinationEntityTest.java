package org.sterna.persistence.destination.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.DestinationEvent.GrantsReserved;
import org.sterna.persistence.destination.FrozenNamesEvent;
import org.sterna.persistence.destination.FrozenNamesEvent.NameAdded;
import org.sterna.persistence.destination.FrozenNamesEvent.NameRemoved;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Reply;
import org.sterna.persistence.destination.Report;
import org.sterna.persistence.destination.pekko.DestinationEntity.Answer;
import org.sterna.persistence.destination.pekko.DestinationEntity.Ask;
import org.sterna.persistence.destination.pekko.DestinationEntity.Changed;
import org.sterna.persistence.destination.pekko.DestinationEntity.Told;

@Timeout(300)
class DestinationEntityTest {
    private static final String ID = "destination example.com";
    private static final String PERSISTENCE_ID = "destination|" + ID;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration GRANT = Duration.ofSeconds(5);
    private static final Limits LIMITS = new Limits(20, List.of(), GRANT, Optional.of(new Limits.Watch(3, Duration.ofSeconds(30), Duration.ofMinutes(15), 2)));

    /** Read by the entity's thread. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-02-03T04:05:06Z");

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
    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("""
            pekko.persistence.testkit.events.serialize = off
            pekko.persistence.testkit.snapshots.serialize = off
            pekko.loglevel = OFF
            pekko.actor.testkit.typed { default-timeout = 60s, system-shutdown-default = 60s, single-expect-default = 60s }
            """).withFallback(PersistenceTestKitPlugin.config()).withFallback(PersistenceTestKitSnapshotPlugin.config()).withFallback(ConfigFactory.load()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<ShardCommand> shard = kit.createTestProbe();
    private final TestProbe<Told> told = kit.createTestProbe();
    private ActorRef<DestinationEntity.Message> entity = begin();

    private ActorRef<DestinationEntity.Message> begin() {
        return kit.spawn(DestinationEntity.create(ID, shard.getRef(), clock));
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private Reply ask(String node, long round) {
        entity.tell(new Ask(node, round, new Report(Report.Known.NONE, 5, 0, Report.Tokens.NONE, Report.Tokens.NONE, Report.Outcomes.NONE, false),
                LIMITS, told.getRef()));
        Told answer = told.receiveMessage(LONG);
        assertThat(answer).isInstanceOf(Answer.class);
        assertThat(answer.id()).isEqualTo(ID);
        assertThat(((Answer) answer).round()).isEqualTo(round);
        return ((Answer) answer).reply();
    }

    private List<Object> stored() {
        return journal.persistedInStorage(PERSISTENCE_ID);
    }

    private void crash() {
        kit.stop(entity, LONG);
        entity = begin();
        view();                                                         // it has recovered at this time
    }

    private Life.View view() {
        TestProbe<Life.View> views = kit.createTestProbe();
        entity.tell(new DestinationEntity.Show(views.getRef()));
        return views.receiveMessage(LONG);
    }

    @Test
    void grantsOnceTheMarkIsDurable() {
        assertThat(ask("a", 1)).isInstanceOfSatisfying(Reply.Granted.class, grant -> assertThat(grant.connections()).isEqualTo(2));
        assertThat(stored()).hasSize(1).first().isInstanceOf(GrantsReserved.class);
        ask("a", 2);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void afterACrashItWaitsOneLengthOfAGrant() {
        ask("a", 1);
        crash();
        assertThat(ask("b", 1)).isInstanceOf(Reply.Later.class);
        clock.now = clock.now.plus(GRANT);
        assertThat(ask("b", 2)).isInstanceOf(Reply.Granted.class);
    }

    @Test
    void withoutADurableMarkNothingIsGranted() {
        journal.failNextPersisted(PERSISTENCE_ID);
        entity.tell(new Ask("a", 1, new Report(Report.Known.NONE, 5, 0, Report.Tokens.NONE, Report.Tokens.NONE, Report.Outcomes.NONE, false),
                LIMITS, told.getRef()));
        told.expectNoMessage(Duration.ofMillis(50));
        assertThat(ask("a", 2)).as("in its next life; nothing was marked").isInstanceOf(Reply.Granted.class);
    }

    @Test
    void aFreezeOutlivesARestartAndIsToldToWhoAsked() {
        ask("a", 1);
        TestProbe<Done> done = kit.createTestProbe();
        entity.tell(new DestinationEntity.Freeze("complaints", done.getRef()));
        done.receiveMessage(LONG);
        assertThat(told.receiveMessage(LONG)).isEqualTo(new Changed(ID));
        crash();
        clock.now = clock.now.plus(GRANT);
        assertThat(ask("a", 2)).isInstanceOfSatisfying(Reply.Granted.class, grant -> {
            assertThat(grant.connections()).isZero();
            assertThat(grant.condition()).isInstanceOf(Condition.Frozen.class);
        });
        entity.tell(new DestinationEntity.Thaw(done.getRef()));
        done.receiveMessage(LONG);
        assertThat(told.receiveMessage(LONG)).isEqualTo(new Changed(ID));
        assertThat(ask("a", 3)).isInstanceOfSatisfying(Reply.Granted.class, grant -> assertThat(grant.connections()).isPositive());
    }

    @Test
    void showsWhoHoldsWhat() {
        ask("a", 1);
        Life.View view = view();
        assertThat(view.condition()).isEqualTo(new Condition.Open());
        assertThat(view.window()).isEqualTo(2);
        assertThat(view.limits()).contains(LIMITS);
        assertThat(view.holdings()).containsExactly(new Life.Holding("a", 2, 0, 5, clock.now.plus(GRANT)));
    }

    @Test
    void manyMarksBecomeASnapshot() {
        for (int i = 0; i < 250; i++) {
            clock.now = clock.now.plus(Duration.ofMinutes(6));
            assertThat(ask("a", i)).isInstanceOf(Reply.Granted.class);
        }
        crash();
        assertThat(ask("a", 251)).as("the last mark is remembered").isInstanceOf(Reply.Later.class);
    }

    @Test
    void theListOfFrozenOnesIsKept() {
        ActorRef<FrozenDestinations.Message> list = kit.spawn(FrozenDestinations.create("main"));
        TestProbe<Done> done = kit.createTestProbe();
        TestProbe<FrozenDestinations.Listed> names = kit.createTestProbe();
        for (FrozenNamesEvent event : List.of(new NameAdded("destination example.com"), new NameAdded("source 192.0.2.1"), new NameRemoved("source 192.0.2.1"))) {
            list.tell(new FrozenDestinations.Want(event, done.getRef()));
            done.receiveMessage(LONG);
        }
        kit.stop(list, LONG);
        kit.spawn(FrozenDestinations.create("main")).tell(new FrozenDestinations.Names(names.getRef()));
        assertThat(names.receiveMessage(LONG).ids()).containsExactly("destination example.com");
    }
}
