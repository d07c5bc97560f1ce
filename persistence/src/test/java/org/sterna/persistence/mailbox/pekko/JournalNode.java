package org.sterna.persistence.mailbox.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxSnapshot;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/** One run of a node with its lease and an actor system on the real journal; entities are spawned without a cluster. */
final class JournalNode implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    private static final Random RANDOM = new Random();
    private static final Config CONFIG = ConfigFactory.parseString("""
            pekko.loglevel = WARNING
            pekko.actor.testkit.typed { default-timeout = 60s, system-shutdown-default = 60s, single-expect-default = 60s }
            pekko.log-dead-letters = off
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

    final Incarnation incarnation = Incarnation.start(Instant.now(), RANDOM);
    final CompletableFuture<Void> fenced = new CompletableFuture<>();
    final Database database;
    final CassandraLeases leases;
    final ActorTestKit kit;

    private JournalNode(DatabaseSettings settings, Duration valid, Duration renewEvery, LongSupplier nanoClock) {
        database = Database.open(settings);
        leases = new CassandraLeases(database, incarnation, valid, renewEvery, nanoClock, () -> fenced.complete(null));
        leases.acquire("node").toCompletableFuture().join();
        kit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "journal", ActorSystemSetup.create(BootstrapSetup.create(CONFIG),
                JournalSetup.on(database, leases).with(MailboxEntity.KIND, MailboxCodec.EVENTS, Optional.of(new MailboxSnapshot()))
                        .remembering(MailboxEntity.KIND))));
    }

    static JournalNode start(DatabaseSettings settings) {
        return start(settings, Duration.ofSeconds(8), Duration.ofSeconds(1));
    }

    static JournalNode start(DatabaseSettings settings, Duration valid, Duration renewEvery) {
        return start(settings, valid, renewEvery, System::nanoTime);
    }

    /** @param nanoClock by which it sees the leases of others run out; its own is read by the real one when it writes */
    static JournalNode start(DatabaseSettings settings, Duration valid, Duration renewEvery, LongSupplier nanoClock) {
        return new JournalNode(settings, valid, renewEvery, nanoClock);
    }

    ActorRef<MailboxEntity.Message> mailbox(String id) {
        return kit.spawn(MailboxEntity.create(id, (target, message) -> { }, Clock.systemUTC()));
    }

    TestProbe<Verdict> send(ActorRef<MailboxEntity.Message> mailbox, MailboxCommand command) {
        TestProbe<Verdict> probe = kit.createTestProbe();
        mailbox.tell(new MailboxEntity.Request(command, probe.getRef()));
        return probe;
    }

    Verdict ask(ActorRef<MailboxEntity.Message> mailbox, MailboxCommand command) {
        return send(mailbox, command).receiveMessage(LONG);
    }

    void tell(ActorRef<MailboxEntity.Message> mailbox, List<MailboxCommand> commands) {
        commands.forEach(command -> ask(mailbox, command));
    }

    /** The state as a replica is sent it. */
    TestProbe<MailboxEntity.Update> subscribe(ActorRef<MailboxEntity.Message> mailbox) {
        TestProbe<MailboxEntity.Update> probe = kit.createTestProbe();
        mailbox.tell(new MailboxEntity.Subscribe(probe.getRef(), 1));
        return probe;
    }

    Mailbox state(ActorRef<MailboxEntity.Message> mailbox) {
        return ((MailboxEntity.Snapshot) subscribe(mailbox).receiveMessage(LONG)).state();
    }

    /** Ends without a word, as a killed process does. */
    void crash() {
        leases.close();
        kit.shutdownTestKit();
        database.close();
    }

    /** A planned stop, or a crash that a supervisor reported: the lease is released. */
    @Override
    public void close() {
        kit.shutdownTestKit();
        leases.release(incarnation).toCompletableFuture().join();
        leases.close();
        database.close();
    }
}
