package org.sterna.persistence.queue.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.queue.Departures;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/** A node's journal for slices, without the rest of a node. */
final class SliceNode implements AutoCloseable {
    private static final RandomGenerator RANDOM = new Random();
    private static final Config CONFIG = ConfigFactory.parseString("""
            pekko.loglevel = WARNING
            pekko.actor.testkit.typed { default-timeout = 60s, system-shutdown-default = 60s, single-expect-default = 60s }
            pekko.actor.provider = local
            pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
            pekko.persistence.journal.plugin = sterna.journal
            pekko.persistence.snapshot-store.plugin = sterna.snapshots
            sterna.journal {
              class = "org.sterna.persistence.journal.pekko.cassandra.CassandraJournal"
              plugin-dispatcher = "pekko.actor.default-dispatcher"
              replay-filter.mode = off
              recovery-event-timeout = 60s
              circuit-breaker { max-failures = 1000, call-timeout = 60s, reset-timeout = 1s }
            }
            sterna.snapshots {
              class = "org.sterna.persistence.journal.pekko.cassandra.CassandraSnapshotStore"
              plugin-dispatcher = "pekko.actor.default-dispatcher"
              circuit-breaker { max-failures = 1000, call-timeout = 60s, reset-timeout = 1s }
            }
            """).withFallback(ConfigFactory.load());
    /** No destination is limited. */
    static final Departures OPEN = new Departures() {
        @Override
        public boolean tryStart(String destination) {
            return true;
        }

        @Override
        public void ended(String destination) { }

        @Override
        public void whenOpen(String destination, Runnable wake) {
            wake.run();
        }
    };

    final Database database;
    final ActorTestKit kit;
    private final CassandraLeases leases;

    SliceNode(DatabaseSettings settings) {
        database = Database.open(settings);
        Incarnation incarnation = Incarnation.start(Instant.now(), RANDOM);
        leases = new CassandraLeases(database, incarnation, Duration.ofSeconds(8), Duration.ofSeconds(1), System::nanoTime, () -> { });
        leases.acquire("node").toCompletableFuture().join();
        kit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "slices", ActorSystemSetup.create(BootstrapSetup.create(CONFIG),
                JournalSetup.on(database, leases).with(QueueSliceEntity.KIND, Slice.EVENTS, Optional.of(new Slice.Snapshots())))));
    }

    /** Starts a slice whose messages are complete as soon as they are due. */
    ActorRef<QueueSliceEntity.Message> slice(int number, Clock clock) {
        return kit.spawn(QueueSliceEntity.create(Integer.toString(number), (id, order, outcomes) -> Behaviors.setup(context -> {
            outcomes.tell(new QueueSliceEntity.Complete(id));
            return Behaviors.stopped();
        }), OPEN, clock, new QueueSliceEntity.Limits(50, 50)));
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        leases.release(leases.own().incarnation()).toCompletableFuture().join();
        leases.close();
        database.close();
    }
}
