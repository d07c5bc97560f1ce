package org.sterna.platform;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.sterna.config.MetadataSettings;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.destination.DestinationCodec;
import org.sterna.persistence.destination.FrozenNames;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.CassandraJournal;
import org.sterna.persistence.journal.pekko.cassandra.CassandraSnapshotStore;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxSnapshot;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.access.HeaderMemory;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.TestLogins;
import org.sterna.platform.quota.AccountQuotas;
import org.sterna.platform.quota.EntityUsage;

/**
 * What the tests of connections need of a node: a cluster of one with its entities, on a Cassandra that is running
 * already, in a keyspace of its own. Accounts are made with {@link #account}, ports opened with {@link #listen}.
 */
public final class TestNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final CassandraLeases leases;
    private final ActorSystem<Void> system;
    private final Authenticator authenticator;
    private final CassandraSessionLog sessionLog;
    private final AccessServices access;

    private TestNode(InetSocketAddress cassandra) {
        database = Database.open(DatabaseSettings.of(cassandra, "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16)));
        Incarnation incarnation = Incarnation.start(Clock.systemUTC().instant(), random);
        leases = new CassandraLeases(database, incarnation, Duration.ofSeconds(60), Duration.ofSeconds(5), System::nanoTime, () -> { });
        await(leases.acquire("test"));
        JournalSetup journal = JournalSetup.on(database, leases)
                .with(MailboxEntity.KIND, MailboxCodec.EVENTS, Optional.of(new MailboxSnapshot()))
                .with(AccountEntity.KIND, AccountCodec.EVENTS, Optional.of(new AccountCodec()))
                .with(DirectoryEntity.KIND, Directory.EVENTS, Optional.empty())
                .with(QueueSliceEntity.KIND, Slice.EVENTS, Optional.of(new Slice.Snapshots()))
                .with(DestinationEntity.KIND, DestinationCodec.EVENTS, Optional.of(new DestinationCodec()))
                .with(FrozenDestinations.KIND, FrozenNames.EVENTS, Optional.empty());
        system = ActorSystem.create(Behaviors.<Void>empty(), "sterna", ActorSystemSetup.create(BootstrapSetup.create(config()), journal));
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        ClusterSharding sharding = ClusterSharding.get(system);
        AddressView addresses = new AddressView(database);
        MailboxEntity.init(sharding, Optional.empty());
        AccountEntity.init(sharding, addresses, Optional.empty());
        DirectoryEntity.init(sharding, Optional.empty());
        CassandraBlobs blobs = new CassandraBlobs(database);
        authenticator = TestLogins.authenticator(addresses::find);
        sessionLog = new CassandraSessionLog(database, incarnation, Clock.systemUTC());
        access = new AccessServices("mail.example.org", sharding, system.systemActorOf(MailboxReplicas.create(), "replicas", Props.empty()),
                new CassandraMessages(database, blobs), blobs, authenticator, sessionLog, Optional.of(engines()), Clock.systemUTC(), random,
                new AccountQuotas(addresses, new EntityUsage(sharding), QuotaLimits.NONE),
                new MetadataSettings(100, 64 * 1024, Optional.of("A test"), Optional.of("mailto:postmaster@example.org")),
                new HeaderMemory(1 << 20));
    }

    /** Starts a node on the Cassandra at this address, see {@code CassandraExtension}. */
    public static TestNode start(InetSocketAddress cassandra) {
        return new TestNode(cassandra);
    }

    private static Config config() {
        return ConfigFactory.parseString("""
                pekko {
                  loglevel = WARNING
                  log-dead-letters = off
                  actor.provider = cluster
                  actor.allow-java-serialization = off
                  remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  cluster.jmx.enabled = off
                  cluster.sharding { state-store-mode = ddata, number-of-shards = 16, distributed-data.durable.keys = [] }
                  cluster.downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                  coordinated-shutdown.exit-jvm = off
                  persistence.journal.plugin = "sterna.journal"
                  persistence.snapshot-store.plugin = "sterna.snapshots"
                }
                sterna.journal { class = "%s", plugin-dispatcher = "pekko.actor.default-dispatcher", replay-filter.mode = off }
                sterna.snapshots { class = "%s", plugin-dispatcher = "pekko.actor.default-dispatcher" }
                """.formatted(CassandraJournal.class.getName(), CassandraSnapshotStore.class.getName()))
                .withFallback(ConfigFactory.load());
    }

    /** Engines that show {@link TestCertificate}. */
    public static Supplier<SSLEngine> engines() {
        return TestCertificate::serverEngine;
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public CassandraLeases leases() {
        return leases;
    }

    public Database database() {
        return database;
    }

    public AccessServices access() {
        return access;
    }

    /** The same with others who say who a client is. */
    public AccessServices access(Authenticator logins) {
        return new AccessServices(access.hostName(), access.sharding(), access.replicas(), access.messages(), access.blobs(), logins, access.sessionLog(),
                access.tls(), access.clock(), access.random(), access.quotas(), access.metadata(), access.headers());
    }

    /** Makes an account with an empty INBOX; its name is the address. */
    public void account(String address, String password) {
        String sealed = await(authenticator.seal(password));
        MailboxId inbox = MailboxId.random(random);
        await(access.sharding().entityRefFor(AccountEntity.TYPE, address).<AccountEntity.Response>ask(replyTo -> new AccountEntity.Request(
                new AccountCommand.Create(address, sealed, inbox, Clock.systemUTC().instant()), replyTo), PATIENCE));
    }

    /** Opens a port of this node. */
    public Listener listen(ListenerSettings settings, ConnectionBehavior behavior) {
        return await(Listener.bind(system, settings, behavior));
    }

    /** Waits for a result at most a minute. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        system.terminate();
        await(system.getWhenTerminated());
        sessionLog.close();
        authenticator.close();
        leases.close();
        database.close();
    }
}
