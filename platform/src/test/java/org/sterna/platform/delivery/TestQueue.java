package org.sterna.platform.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.config.SternaSettings;
import org.sterna.config.TransportRule;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.claim.cassandra.CassandraClaims;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.queue.Departures;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.persistence.trace.TraceEntry;
import org.sterna.persistence.trace.TraceIndex;
import org.sterna.platform.TestNode;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.routing.AddressBook;
import org.sterna.platform.routing.RecipientVerifier;
import org.sterna.platform.routing.Routing;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.transfer.AddressFamilies;
import org.sterna.platform.transfer.Credentials;
import org.sterna.platform.transfer.OwnAddresses;
import org.sterna.platform.transfer.Relay;
import org.sterna.platform.transfer.RelaySettings;
import org.sterna.platform.transfer.RelayTools;
import org.sterna.platform.transfer.Sources;
import org.sterna.platform.transfer.TlsOutcomes;
import org.sterna.platform.transfer.TlsPolicy;
import org.sterna.platform.transfer.TransportMap;
import org.sterna.platform.transfer.Transports;
import org.sterna.protocols.srs.SenderRewriting;

/** A queue on a {@link TestNode}, with one slice, one local domain and a DNS that never answers. */
public final class TestQueue implements AutoCloseable {
    public static final String DOMAIN = "example.org";
    public static final SenderRewriting REWRITING = new SenderRewriting(new byte[32], "mail.example.org", Duration.ofDays(21));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Optional<Database> own;
    private final CassandraLeases leases;
    private final CassandraIntake intake;
    private final CassandraBlobs blobs;
    private final Routing routing;
    private final DirectoryCopy directory;
    private final DomainFlush domainFlush;
    private final Claims claims;
    private final QueueServices services;
    private final MessageQueue queue;
    private final ClusterSharding sharding;
    private final Relay relay;
    private final TraceIndex trace = new NoTrace();
    private final AtomicInteger startedBySlice = new AtomicInteger();

    private TestQueue(TestNode node, Optional<Database> own, QueueSetup setup) {
        this.own = own;
        Database database = own.orElseGet(node::database);
        SecureRandom random = new SecureRandom();
        Clock clock = setup.clock;
        leases = new CassandraLeases(setup.counted ? node.database() : database, Incarnation.start(clock.instant(), random), Duration.ofSeconds(60), Duration.ofSeconds(5),
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
                account -> CompletableFuture.completedFuture(new QuotaUsage(0, 0, 0, 0)), QuotaLimits.NONE, SternaSettings.load(Optional.empty(), List.of(), Optional.of(Path.of("unused")),
                OptionalInt.empty()).routing()).rewritingSenders(REWRITING, clock);
        relay = new Relay(node.system(), new RelaySettings("mail.example.org", 25, setup.patience, phase -> setup.patience, 1, 10, 1 << 20,
                AddressFamilies.IPV4_FIRST), setup.quotas, new Transports(setup.transports, domain -> directory.current().route(domain), 25),
                new RelayTools(new SilentDns(), ClientTls.trusting(List.of(), Map.of()), Credentials.of(Map.of()), Sources.ANY, OwnAddresses.NONE,
                        TlsPolicy.AS_TRANSPORT, TlsOutcomes.UNHEARD, clock, random));
        Duration window = Duration.ofHours(24);
        CassandraClaims claimStore = new CassandraClaims(database, window, clock);
        claims = new Claims(claimStore, new ClaimRules(true, window, Duration.ofSeconds(5), 1000, PATIENCE), clock);
        services = new QueueServices(node.system(), sharding, intake, blobs, relay, routing, setup.retries(), clock, random, "mail.example.org", 1, setup.maxActive, 64 << 20, Duration.ofMillis(100),
                setup.placePatience, setup.reports, Duration.ofDays(20), trace, setup.signer);
        queue = new MessageQueue(services, claims, new Twins(claimStore, claims, leases::read, Duration.ofSeconds(10)));
        domainFlush = new DomainFlush(services, directory);
        QueueSliceEntity.init(sharding, queue::start, counted(relay), clock, new QueueSliceEntity.Limits(10, 10), Optional.empty());
    }

    private Departures counted(Departures departures) {
        return new Departures() {
            @Override
            public boolean tryStart(String destination) {
                boolean taken = departures.tryStart(destination);
                startedBySlice.addAndGet(taken ? 1 : 0);
                return taken;
            }

            @Override
            public void ended(String destination) {
                departures.ended(destination);
            }

            @Override
            public void whenOpen(String destination, Runnable wake) {
                departures.whenOpen(destination, wake);
            }
        };
    }

    public static TestQueue on(TestNode node) {
        return new TestQueue(node, Optional.empty(), new QueueSetup());
    }

    /** One that gives up a write after a second, on a Cassandra that somebody stops now and then. */
    static TestQueue impatient(TestNode node) {
        return impatient(node, new QueueSetup());
    }

    static TestQueue impatient(TestNode node, QueueSetup setup) {
        DatabaseSettings settings = node.database().settings();
        return new TestQueue(node, Optional.of(Database.open(new DatabaseSettings(settings.contactPoints(), settings.localDatacenter(),
                settings.keyspace(), settings.replicationFactor(), Duration.ofMillis(500), Duration.ofSeconds(1), settings.intakeLife(),
                settings.sessionLife()))), setup);
    }

    /**
     * One that gives everything for other domains to one host.
     *
     * @param signer of what the host itself writes
     */
    public static TestQueue relaying(TestNode node, String nextHop, MessageSigner signer) {
        QueueSetup setup = new QueueSetup();
        setup.transports = TransportMap.of(List.of(new TransportRule(List.of("*"), List.of(), nextHop, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty())), 25);
        setup.signer = signer;
        return new TestQueue(node, Optional.empty(), setup);
    }

    static TestQueue with(TestNode node, QueueSetup setup) {
        return new TestQueue(node, setup.counted ? Optional.of(Database.open(node.database().settings())) : Optional.empty(), setup);
    }

    /** Nobody asks for it here. */
    private static final class NoTrace implements TraceIndex {
        @Override
        public void add(QueueId id, Instant at, Collection<String> keys) { }

        @Override
        public CompletionStage<List<TraceEntry>> find(String key, Instant since, Instant until, int most) {
            return CompletableFuture.completedFuture(List.of());
        }
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

    QueueServices services() {
        return services;
    }

    CassandraLeases leases() {
        return leases;
    }

    public OwnMail ownMail() {
        return new OwnMail(services, queue);
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

    /** Statements of the queue so far, but for its lease and its slice. */
    long statements() {
        return own.orElseThrow().mutations() + own.orElseThrow().reads();
    }

    Relay relay() {
        return relay;
    }

    /** How many messages of the slice have been given a place so far. */
    int startedBySlice() {
        return startedBySlice.get();
    }

    /** Has the slice look at its clock. */
    void poke() {
        act(new Operation.Remove(), Selection.ALL.withSender("nobody@nowhere.example"));
    }

    int act(Operation operation, Selection selection) {
        return TestNode.await(QueueSliceEntity.ref(sharding, 0).<QueueSliceEntity.Acted>ask(replyTo ->
                new QueueSliceEntity.Act(operation, selection, Optional.empty(), 500, replyTo), PATIENCE)).count();
    }

    /** What waits in the only slice, by queue id. */
    Map<QueueId, WaitingMessage> waiting() {
        return TestNode.await(QueueSliceEntity.ref(sharding, 0).<QueueSliceEntity.Found>ask(replyTo ->
                new QueueSliceEntity.Find(Selection.ALL, Sort.DUE, 1000, replyTo), PATIENCE)).messages().stream()
                .collect(Collectors.toMap(WaitingMessage::id, message -> message));
    }

    /** The line of a message that somebody has taken over. */
    static WaitingMessage line(QueueId id, Instant due) {
        return new WaitingMessage(id, due, "", List.of(), 1, 0, "", WaitingMessage.State.READY, due, due.plus(Duration.ofDays(1)), "adopted");
    }

    @Override
    public void close() {
        claims.close();
        leases.close();
        own.ifPresent(Database::close);
    }
}
