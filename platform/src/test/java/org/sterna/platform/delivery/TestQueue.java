package org.sterna.platform.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.claim.cassandra.CassandraClaims;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.queue.RetrySchedule;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.platform.TestNode;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.routing.AddressBook;
import org.sterna.platform.routing.RecipientVerifier;
import org.sterna.platform.routing.Routing;
import org.sterna.platform.tls.OpportunisticTls;
import org.sterna.platform.transfer.Relay;
import org.sterna.platform.transfer.RelaySettings;

/** A queue on a {@link TestNode}, with one slice, one local domain and a DNS that never answers. */
public final class TestQueue implements AutoCloseable {
    public static final String DOMAIN = "example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Optional<Database> own;
    private final CassandraLeases leases;
    private final CassandraIntake intake;
    private final CassandraBlobs blobs;
    private final Routing routing;
    private final DirectoryCopy directory;
    private final DomainFlush domainFlush;
    private final Claims claims;
    private final MessageQueue queue;
    private final ClusterSharding sharding;

    private TestQueue(TestNode node, Optional<Database> own, ReportRules reports) {
        this.own = own;
        Database database = own.orElseGet(node::database);
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        leases = new CassandraLeases(database, Incarnation.start(clock.instant(), random), Duration.ofSeconds(60), Duration.ofSeconds(5),
                System::nanoTime, () -> { });
        TestNode.await(leases.acquire("queue"));
        intake = new CassandraIntake(database, leases.own(), IntakeSettings.DEFAULT, System::nanoTime);
        blobs = new CassandraBlobs(database);
        sharding = node.access().sharding();
        directory = new DirectoryCopy();
        TestNode.await(DirectoryEntity.ref(sharding).<Done>ask(replyTo ->
                new DirectoryEntity.Want(new DirectoryEvent.DomainAdded(DOMAIN, clock.instant()), replyTo), PATIENCE));
        node.system().systemActorOf(directory.follow(sharding), "directory-copy", Props.empty());
        TestNode.await(directory.loaded());
        routing = new Routing(AddressBook.of(new AddressView(node.database())), directory::current, RecipientVerifier.UNABLE,
                account -> CompletableFuture.completedFuture(0L), SternaSettings.load(Optional.empty(), List.of(), Optional.of(Path.of("unused")),
                OptionalInt.empty()).routing());
        Relay relay = new Relay(node.system(), new RelaySettings("mail.example.org", 25, PATIENCE, phase -> PATIENCE, 1, 10), new SilentDns(),
                directory, new OpportunisticTls());
        Duration window = Duration.ofHours(24);
        claims = new Claims(new CassandraClaims(database, window, clock), new ClaimRules(true, window, Duration.ofSeconds(5), 1000, PATIENCE), clock);
        QueueServices services = new QueueServices(node.system(), sharding, intake, blobs, relay, routing, new RetrySchedule(
                Duration.ofHours(1), Duration.ofHours(1), 1, Duration.ofDays(5), 0), clock, random, "mail.example.org", 1, 100, reports);
        queue = new MessageQueue(services, claims);
        domainFlush = new DomainFlush(services, directory);
        QueueSliceEntity.init(sharding, queue::due, clock, 10);
    }

    public static TestQueue on(TestNode node) {
        return new TestQueue(node, Optional.empty(), ReportRules.DEFAULT);
    }

    /** One that gives up a write after a second, on a Cassandra that somebody stops now and then. */
    static TestQueue impatient(TestNode node) {
        DatabaseSettings settings = node.database().settings();
        return new TestQueue(node, Optional.of(Database.open(new DatabaseSettings(settings.contactPoints(), settings.localDatacenter(),
                settings.keyspace(), settings.replicationFactor(), Duration.ofMillis(500), Duration.ofSeconds(1), settings.intakeLife(),
                settings.sessionLife()))), ReportRules.DEFAULT);
    }

    /** One with other rules for reports. */
    static TestQueue with(TestNode node, ReportRules reports) {
        return new TestQueue(node, Optional.empty(), reports);
    }

    /** It knows only what needs no DNS: addresses. */
    private static final class SilentDns implements MailResolver {
        @Override
        public CompletionStage<MailHosts> mailHosts(String domain) {
            return CompletableFuture.completedFuture(new MailHosts.TemporaryFailure("silence"));
        }

        @Override
        public CompletionStage<MailHosts> hostAddresses(String host) {
            try {
                return host.startsWith("127.") ? CompletableFuture.completedFuture(new MailHosts.Hosts(List.of(
                        new MailHost(0, host, List.of(InetAddress.getByName(host)))))) : mailHosts(host);
            } catch (UnknownHostException e) {
                throw new AssertionError("an address is not looked up", e);
            }
        }
    }

    public MessageQueue queue() {
        return queue;
    }

    public Claims claims() {
        return claims;
    }

    public Routing routing() {
        return routing;
    }

    public DirectoryCopy directory() {
        return directory;
    }

    public DomainFlush domainFlush() {
        return domainFlush;
    }

    public CassandraIntake intake() {
        return intake;
    }

    public CassandraBlobs blobs() {
        return blobs;
    }

    /** What waits in the only slice. */
    QueueSliceEntity.Waiting waiting() {
        return TestNode.await(QueueSliceEntity.ref(sharding, 0).ask(QueueSliceEntity.Look::new, PATIENCE));
    }

    @Override
    public void close() {
        claims.close();
        leases.close();
        own.ifPresent(Database::close);
    }
}
