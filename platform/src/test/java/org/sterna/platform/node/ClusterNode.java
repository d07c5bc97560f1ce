package org.sterna.platform.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.destination.DestinationCodec;
import org.sterna.persistence.destination.FrozenNames;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxSnapshot;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.queue.Departures;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.platform.TestNode;
import org.sterna.platform.cluster.Members;

/** One of several nodes in this JVM: its own actor system with the node's own configuration, lease, database and every kind of entity, and no ports but Artery's. */
final class ClusterNode implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    private static final Random RANDOM = new Random();
    private static final Departures EVERYWHERE = new Departures() {
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
    final CassandraLeases leases;
    final ActorTestKit kit;
    final ClusterSharding sharding;
    final ActorRef<MailboxReplicas.Message> replicas;
    final DirectoryCopy directory = new DirectoryCopy();
    private boolean ended;

    private ClusterNode(DatabaseSettings settings, Optional<Address> seed) {
        database = Database.open(settings);
        Incarnation incarnation = Incarnation.start(Clock.systemUTC().instant(), RANDOM);
        leases = new CassandraLeases(database, incarnation, Duration.ofSeconds(60), Duration.ofSeconds(5),
                System::nanoTime, () -> { });
        TestNode.await(leases.acquire("test" + RANDOM.nextInt(Integer.MAX_VALUE)));
        JournalSetup journal = JournalSetup.on(database, leases)
                .with(MailboxEntity.KIND, MailboxCodec.EVENTS, Optional.of(new MailboxSnapshot()))
                .with(AccountEntity.KIND, AccountCodec.EVENTS, Optional.of(new AccountCodec()))
                .with(DirectoryEntity.KIND, Directory.EVENTS, Optional.empty())
                .with(QueueSliceEntity.KIND, Slice.EVENTS, Optional.of(new Slice.Snapshots()))
                .with(DestinationEntity.KIND, DestinationCodec.EVENTS, Optional.of(new DestinationCodec()))
                .with(FrozenDestinations.KIND, FrozenNames.EVENTS, Optional.empty());
        kit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "sterna", ActorSystemSetup.create(BootstrapSetup.create(config(incarnation)), journal)));
        leases.among(new Members(kit.system()));
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(seed.orElse(cluster.selfMember().address())));
        sharding = ClusterSharding.get(kit.system());
        MailboxEntity.init(sharding, Optional.empty());
        AccountEntity.init(sharding, new AddressView(database), Optional.empty());
        DirectoryEntity.init(sharding, Optional.empty());
        QueueSliceEntity.init(sharding, ClusterNode::attempt, EVERYWHERE, Clock.systemUTC(), new QueueSliceEntity.Limits(10, 10), Optional.empty());
        DestinationEntity.init(kit.system(), Clock.systemUTC(), Optional.empty());
        FrozenDestinations.init(sharding, Optional.empty());
        replicas = kit.system().systemActorOf(MailboxReplicas.create(), "mailbox-replicas", Props.empty());
        kit.system().systemActorOf(directory.follow(sharding), "directory-copy", Props.empty());
    }

    /** Every attempt ends at once, and with it the message. */
    private static Behavior<?> attempt(QueueId id, Order order, ActorRef<QueueSliceEntity.Outcome> outcomes) {
        outcomes.tell(new QueueSliceEntity.Complete(id));
        return Behaviors.stopped();
    }

    private static Config config(Incarnation incarnation) {
        return ConfigFactory.parseString("pekko.cluster.roles = [incarnation-" + incarnation + "]\n" + """
                pekko {
                  loglevel = WARNING
                  actor.testkit.typed { default-timeout = 60s, system-shutdown-default = 60s, single-expect-default = 60s }
                  remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  cluster.sharding.number-of-shards = 16
                  cluster.sharding.passivation.sterna.active-entity-limit = 10000
                  # A test ends a node as a crash does, and says itself who is down: one that is only slow is not.
                  coordinated-shutdown.run-by-actor-system-terminate = off
                  cluster.split-brain-resolver.stable-after = 120s
                  cluster.down-removal-margin = 500ms
                }
                """).withFallback(ConfigFactory.parseResources("sterna-node.conf")).withFallback(ConfigFactory.load()).resolve();
    }

    static ClusterNode first(DatabaseSettings settings) {
        return new ClusterNode(settings, Optional.empty());
    }

    /** Joins the other one, and returns when both are members. */
    static ClusterNode join(DatabaseSettings settings, ClusterNode other) {
        ClusterNode node = new ClusterNode(settings, Optional.of(other.address()));
        Await.until("both are members", LONG, () -> node.members() == 2 && other.members() == 2);
        return node;
    }

    Address address() {
        return Cluster.get(kit.system()).selfMember().address();
    }

    long members() {
        long up = 0;
        for (Member member : Cluster.get(kit.system()).state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return up;
    }

    EntityRef<MailboxEntity.Message> mailbox(MailboxId id) {
        return sharding.entityRefFor(MailboxEntity.TYPE, id.value());
    }

    CompletionStage<Verdict> request(MailboxId id, MailboxCommand command) {
        return mailbox(id).ask(replyTo -> new MailboxEntity.Request(command, replyTo), LONG);
    }

    Verdict.Answer ask(MailboxId id, MailboxCommand command) {
        return ((Verdict.Accepted) TestNode.await(request(id, command))).answer();
    }

    /** A new mailbox whose entity is on this node. */
    MailboxId newMailbox() {
        return some(id -> {
            TestProbe<MailboxEntity.Update> probe = kit.createTestProbe();
            ask(id, new MailboxCommand.Create(id, "jones@example.org", 1, By.nobody(Clock.systemUTC().instant())));
            mailbox(id).tell(new MailboxEntity.Subscribe(probe.getRef(), -1));
            return probe.receiveMessage() instanceof MailboxEntity.Snapshot;
        });
    }

    private static MailboxId some(Predicate<MailboxId> wanted) {
        MailboxId id = MailboxId.random(RANDOM);
        while (!wanted.test(id)) {
            id = MailboxId.random(RANDOM);
        }
        return id;
    }

    /** Ends without a word, and its lease is released by who saw it end; the other node is told that it is down. */
    void crash(ClusterNode other) {
        Address address = address();
        stop();
        Cluster.get(other.kit.system()).manager().tell(new Down(address));
    }

    private void stop() {
        if (!ended) {
            ended = true;
            kit.shutdownTestKit();
            TestNode.await(leases.release(leases.own().incarnation()));
            leases.close();
            database.close();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
