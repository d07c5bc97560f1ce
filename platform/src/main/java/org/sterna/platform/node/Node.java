package org.sterna.platform.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.DuplicateSettings;
import org.sterna.config.NodeRole;
import org.sterna.config.QueueSettings;
import org.sterna.config.RoutingSettings;
import org.sterna.config.SternaSettings;
import org.sterna.config.SweepSettings;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.claim.cassandra.CassandraClaims;
import org.sterna.persistence.destination.DestinationCodec;
import org.sterna.persistence.destination.FrozenNames;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.embedded.cassandra.EmbeddedCassandra;
import org.sterna.persistence.embedded.cassandra.EmbeddedCassandraSettings;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxSnapshot;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.trace.cassandra.CassandraTraceIndex;
import org.sterna.platform.admin.StartOptions;
import org.sterna.platform.asking.Asking;
import org.sterna.platform.cluster.ClusterConfiguration;
import org.sterna.platform.cluster.LeaseGuard;
import org.sterna.platform.cluster.NodeCluster;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.LoginNames;
import org.sterna.platform.delivery.ClaimRules;
import org.sterna.platform.delivery.Claims;
import org.sterna.platform.delivery.DomainFlush;
import org.sterna.platform.delivery.MessageQueue;
import org.sterna.platform.delivery.QueueServices;
import org.sterna.platform.delivery.ReportRules;
import org.sterna.platform.delivery.Twins;
import org.sterna.platform.quota.AccountQuotas;
import org.sterna.platform.quota.EntityUsage;
import org.sterna.platform.routing.AddressBook;
import org.sterna.platform.routing.RecipientVerifier;
import org.sterna.platform.routing.Routing;
import org.sterna.platform.routing.Verification;
import org.sterna.platform.signing.SigningThreads;
import org.sterna.platform.sweeping.SweepRules;
import org.sterna.platform.sweeping.Sweeper;
import org.sterna.platform.tls.CertificatePlan;
import org.sterna.platform.tls.CertificateStore;
import org.sterna.platform.transfer.ProbeResult;
import org.sterna.platform.transfer.RecipientProbe;
import org.sterna.protocols.dns.DnsLookup;

/**
 * One running node. It starts from the store upwards (folder, Cassandra, lease, actors, adoption of what the run before it
 * left, ports) and stops in the opposite order; what has been started is stopped even if the start fails halfway.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration WAKE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMillis(150);
    /** What a node that was counted out takes at most to say so. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    /** Exit statuses of a process that the others have taken over from; its supervisor starts it again. */
    private static final int FENCED = 3;
    private static final int COUNTED_OUT = 4;
    private static final Optional<String> STORE = Optional.of(NodeRole.STORE.settingName());
    private static final Optional<String> QUEUE = Optional.of(NodeRole.QUEUE.settingName());
    private static final Duration DRAIN = Duration.ofSeconds(5);
    /** How long a server behind us may take to say whether it knows a recipient; its client waits for it. */
    private static final Duration PROBE = Duration.ofSeconds(30);
    /** How long a client that repeats a transaction waits until the first one is known to be durable. */
    private static final Duration REPETITION = Duration.ofSeconds(30);

    /** How often the claims of all nodes are read again: news of them may be lost. */
    private static final Duration CLAIMS = Duration.ofMinutes(2);
    /** How long a delivery waits until it is known what a dead node's clients have read: its lease, and its adoption. */
    private static final Duration TWINS = Duration.ofSeconds(30);

    private final SternaSettings settings;
    private final Supplier<SternaSettings> again;
    private final Optional<StartOptions> options;
    private final Clock clock;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean ready;
    private volatile boolean closing;
    private volatile boolean draining;
    private volatile boolean opened;
    private Optional<EmbeddedCassandra> embedded = Optional.empty();
    private volatile Database database;
    private volatile CassandraLeases leases;
    private CompletableFuture<ActorSystem<Void>> actors;
    private JournalSetup journal;
    private ActorSystem<Void> system;
    private ClusterSharding sharding;
    private Optional<NodeCluster> cluster = Optional.empty();
    private DirectoryCopy directory;
    private AddressView addresses;
    private CassandraIntake intake;
    private CassandraBlobs blobs;
    private CassandraSessionLog sessionLog;
    private Authenticator authenticator;
    private Claims claims;
    private MessageQueue queue;
    private DomainFlush domainFlush;
    private Routing routing;
    private Routing senders;
    private ActorRef<MailboxReplicas.Message> replicas;
    private Signing signing;
    private NodeReports reports;
    private NodeTrust trust;
    private Outbound outbound;
    private AccountQuotas quotas;
    private CassandraTraceIndex trace;
    private NodeTls tls;
    private Listeners listeners;
    private Sweeper sweeper;
    private final NodeFigures figures = new NodeFigures(this);

    private Node(SternaSettings settings, Supplier<SternaSettings> again, Optional<StartOptions> options, Clock clock) {
        this.settings = settings;
        this.options = options;
        this.again = again;
        this.clock = clock;
    }

    /**
     * Starts a node; blocks until its ports are open.
     *
     * @param again    reads the settings anew, from where these came
     * @param progress gets a line for each step
     * @param library  the folder with the jars of the embedded Cassandra
     * @param options  by which a process of its own can know what this one knows, to guard its lease; empty where none shall
     */
    public static Node start(SternaSettings settings, Supplier<SternaSettings> again, Path library, Consumer<String> progress,
            Optional<StartOptions> options) {
        Node node = new Node(settings, again, options, Clock.systemUTC());
        try {
            node.begin(library, progress);
            return node;
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
    }

    private void begin(Path library, Consumer<String> progress) {
        NodeFolder folder = NodeFolder.take(settings.node().data());
        started.push(folder);
        if (settings.cluster().roles().contains(NodeRole.FRONT)) {
            Listeners.tryPorts(settings);
        }
        NodeManagement.tryPort(settings.management());
        tls = NodeTls.open(settings);           // before anything else that speaks TLS
        Incarnation incarnation = Incarnation.start(clock.instant(), random);
        boolean embeddedStore = settings.cassandra().contactPoints().isEmpty();
        if (embeddedStore) {
            startActors(incarnation, false);    // made while Cassandra starts: both take seconds
        }
        database = openDatabase(library, progress);
        started.push(database);
        takeLease(folder, incarnation);
        boolean founded = false;
        if (!embeddedStore) {
            guard(incarnation);
            founded = await(NodeCluster.lives(settings.cluster(), settings.lease(), leases), "the leases of other nodes could not be read");
            startActors(incarnation, founded);
        }
        startServices(!embeddedStore, founded);
        adopt(progress);
        started.push(this::awaitDeliveries);
        listeners = new Listeners(settings, this, tls);
        started.push(listeners);
        if (settings.cluster().roles().contains(NodeRole.FRONT)) {
            listeners.open();
            trust.serve(system, tls, directory::current);
        }
        started.push(tls.watch(system)::cancel);
        sweeper.start();
        wakeSlices();
        signing.watch(settings.signing(), directory, system, sharding, trust.dns(), clock);
        cluster.ifPresent(others -> {
            others.watch(this::adopt, this::askAgainSoon);
            started.push(others);
        });
        started.push(this::giveNotice);
        figures.complete();
        opened = true;
        ready = true;
    }

    private Database openDatabase(Path library, Consumer<String> progress) {
        List<InetSocketAddress> contactPoints = settings.cassandra().contactPoints();
        if (contactPoints.isEmpty()) {
            EmbeddedCassandra child = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(settings.node().data().resolve("cassandra"), library)
                    .withMaxHeapMiB(settings.cassandra().embedded().maxHeapMiB()).withGrace(settings.cassandra().embedded().grace())
                    .withReserved(Listeners.ports(settings)), progress);
            started.push(child);
            embedded = Optional.of(child);
            contactPoints = List.of(child.contactPoint());
        }
        return NodeDatabase.open(settings, contactPoints);
    }

    /** The run before this one has ended, since we hold its folder: its lease is released for it. */
    private void takeLease(NodeFolder folder, Incarnation incarnation) {
        ExpiredStore.refuse(database, settings.intake(), clock);
        leases = new CassandraLeases(database, incarnation, settings.lease().valid(), settings.lease().renew(), System::nanoTime, this::fenced);
        started.push(leases);
        folder.predecessor().ifPresent(before -> await(leases.release(before), "the lease of the run before could not be released"));
        await(leases.acquire(settings.node().hostName()), "the node's lease could not be taken");
        folder.name(incarnation);
        started.push(() -> await(leases.release(incarnation), "the lease could not be released"));
    }

    /** Where there may be others, who should not wait for the lease to run out when this process crashes. */
    private void guard(Incarnation incarnation) {
        options.filter(unused -> settings.lease().guarded()).ifPresent(given -> {
            List<String> command = new ArrayList<>(List.of("guard"));
            command.addAll(given.written());
            started.push(LeaseGuard.start(command, incarnation, settings.node().data().resolve("guard.log")));
        });
    }

    private void fenced() {
        LOG.error("another node has taken over from this one; the process ends");
        Runtime.getRuntime().halt(FENCED);
    }

    /** The others go on without this node: it acknowledges nothing more, tells them so, and ends. Whoever supervises it starts it again. */
    private void countedOut() {
        if (closing) {
            return;
        }
        LOG.error("the cluster has counted this node out; the process ends");
        try {
            leases.release(leases.own().incarnation()).toCompletableFuture().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LOG.warn("the lease was not released and has to run out: {}", e.toString());
        }
        Runtime.getRuntime().halt(COUNTED_OUT);
    }

    /** What Pekko is told. */
    static Config pekko(Config ours) {
        return ours.withFallback(ConfigFactory.parseResources("sterna-node.conf")).withFallback(ConfigFactory.defaultReference()).resolve();
    }

    /** @param founded whether a cluster lives that this node is to join */
    private void startActors(Incarnation incarnation, boolean founded) {
        Config configuration = pekko(ClusterConfiguration.of(settings.cluster(), settings.management().port(), incarnation, founded)
                .withFallback(NodeManagement.configuration(settings)));
        journal = JournalSetup.onceOpen(() -> database, () -> leases)
                .with(MailboxEntity.KIND, MailboxCodec.EVENTS, Optional.of(new MailboxSnapshot()))
                .with(AccountEntity.KIND, AccountCodec.EVENTS, Optional.of(new AccountCodec()))
                .with(DirectoryEntity.KIND, Directory.EVENTS, Optional.empty())
                .with(QueueSliceEntity.KIND, Slice.EVENTS, Optional.of(new Slice.Snapshots()))
                .with(DestinationEntity.KIND, DestinationCodec.EVENTS, Optional.of(new DestinationCodec()))
                .with(FrozenDestinations.KIND, FrozenNames.EVENTS, Optional.empty())
                .remembering(QueueSliceEntity.KIND);
        boolean atOnce = settings.cassandra().contactPoints().isEmpty();
        actors = CompletableFuture.supplyAsync(() -> {
            ActorSystem<Void> made = ActorSystem.create(Behaviors.empty(), "sterna",
                    ActorSystemSetup.create(BootstrapSetup.create(configuration), journal, NodeManagement.setup(this, figures)));
            if (atOnce) {
                NodeCluster.beAlone(made);
            }
            return made;
        });
        started.push(this::stopActors);
    }

    /** Also a second time, when nothing is left to stop. */
    private void stopActors() {
        ActorSystem<Void> made = await(actors, "the actor system was not made");
        made.terminate();
        await(made.getWhenTerminated(), "the actor system did not stop");
    }

    private void startServices(boolean others, boolean founded) {
        sessionLog = new CassandraSessionLog(database, leases.own().incarnation(), clock);
        started.push(sessionLog);               // it takes the last words of connections that end with the actors
        system = await(actors, "the actor system could not be made");
        started.push(this::stopActors);         // entities stop while the lease is still held
        if (others) {
            cluster = Optional.of(new NodeCluster(system, settings.cluster(), settings.lease(), leases, founded));
            leases.among(cluster.get().members());
        }
        started.push(NodeManagement.start(settings.management(), system));
        sharding = ClusterSharding.get(system);
        RoutingSettings routes = settings.routing();
        addresses = new AddressView(database, new AddressView.Memory(routes.addressCacheSize(), routes.addressTtl(), routes.unknownAddressTtl()));
        blobs = new CassandraBlobs(database);
        directory = new DirectoryCopy();
        intake = new CassandraIntake(database, leases.own(), new IntakeSettings(settings.intake().window(), settings.intake().windowOctets(),
                IntakeSettings.DEFAULT.maxPending(), IntakeSettings.DEFAULT.flushBytes()), System::nanoTime);
        authenticator = Logins.start(settings, system, database, leases.own().incarnation().toString(), clock, random, addresses,
                LoginNames.of(settings.auth().defaultDomain(), directory::current));
        ClusterTopic.spreadChanges(system, addresses);
        started.push(authenticator);
        MailboxEntity.init(sharding, STORE);
        AccountEntity.init(sharding, addresses, STORE);
        DirectoryEntity.init(sharding, STORE);
        reports = new NodeReports(settings, database, leases.own().incarnation().toString(), clock);
        started.push(reports);
        trust = NodeTrust.start(settings, system, database, clock, reports.collector());
        started.push(trust);
        outbound = Outbound.start(settings, system, directory, leases.own().incarnation(), clock, random, trust);
        started.push(outbound);
        trace = new CassandraTraceIndex(database);
        started.push(trace);
        DuplicateSettings duplicates = settings.smtp().duplicates();
        CassandraClaims claimStore = new CassandraClaims(database, duplicates.window(), clock);
        claims = new Claims(claimStore, new ClaimRules(duplicates.enabled(), duplicates.window(),
                duplicates.silence(), duplicates.maxClaims(), REPETITION), clock);
        started.push(claims);
        claims.share(leases.own().incarnation(), ClusterTopic.start(system, "claims", claims::heard)::tell);
        system.scheduler().scheduleWithFixedDelay(CLAIMS, CLAIMS, claims::reload, system.executionContext());
        QueueSettings waiting = settings.queue();
        replicas = system.systemActorOf(MailboxReplicas.create(), "mailbox-replicas", Props.empty());
        quotas = new AccountQuotas(addresses, new EntityUsage(sharding), quotaLimits());
        RecipientProbe probe = new RecipientProbe(outbound.relay(), PROBE);
        routing = new Routing(AddressBook.of(addresses), directory::current, (recipient, nextHop) -> probe.probe(recipient.domain().text(), nextHop, recipient)
                .thenApply(Node::verification), new EntityUsage(sharding), quotaLimits(), routes);
        if (settings.forwarding().rewriteSenders()) {
            routing = routing.rewritingSenders(RewrittenSenders.of(settings, database, random), clock);
        }
        senders = new Routing(AddressBook.of(addresses), directory::current, RecipientVerifier.UNABLE,
                account -> CompletableFuture.completedFuture(new QuotaUsage(0, 0, 0, 0)), QuotaLimits.NONE, routes);
        SigningThreads signers = new SigningThreads();
        started.push(signers);
        signing = Signing.of(settings, directory, trust.dns(), clock, random, signers);
        QueueServices queueServices = new QueueServices(system, sharding, intake, blobs, outbound.relay(), routing, outbound.retries(), clock, random,
                settings.node().hostName(), waiting.slices(), waiting.maxActive(), waiting.maxActiveOctets(), waiting.inFlowDelay(), QueueServices.PLACE_PATIENCE,
                new ReportRules(waiting.delayNotice(), waiting.maxReturned()), settings.intake().ttl().dividedBy(2), trace, signing.signer());
        queue = new MessageQueue(queueServices, claims, new Twins(claimStore, claims, leases::read, TWINS));
        domainFlush = new DomainFlush(queueServices, directory);
        reports.start(system, queueServices, queue, trust.dns(), directory);
        QueueSliceEntity.init(sharding, queue::start, outbound.relay(), clock,
                new QueueSliceEntity.Limits(waiting.sliceAtOnce(), waiting.slicePlaces()), QUEUE);
        SweepSettings sweeping = settings.sweep();
        sweeper = new Sweeper(system, database, addresses, blobs, new SweepRules(settings.mailbox().retention(), sweeping.orphanAge(),
                sweeping.deleteAfter(), sweeping.interval(), sweeping.rate()), leases.own().incarnation().value(), clock);
        started.push(sweeper);
        cluster.ifPresent(this::awaitJoined);
        system.systemActorOf(directory.follow(sharding), "directory-copy", Props.empty());
        await(directory.loaded(), "the directory could not be read");
        await(claims.load(), "the claims could not be read");
    }

    private void awaitJoined(NodeCluster others) {
        try {
            others.join(this::countedOut).toCompletableFuture().get(settings.cluster().joinTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NodeException("no cluster could be joined within " + settings.cluster().joinTimeout().toSeconds() + " s (sterna.cluster.join-timeout): "
                    + "is a node of sterna.cluster.seeds = " + settings.cluster().seeds() + " reachable, and this one by sterna.cluster.host = "
                    + settings.cluster().host() + "?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while joining the cluster", e);
        } catch (ExecutionException e) {
            throw new NodeException("the cluster could not be joined: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private QuotaLimits quotaLimits() {
        return new QuotaLimits(settings.quota().octets(), settings.quota().messages());
    }

    private static Verification verification(ProbeResult result) {
        if (result instanceof ProbeResult.Accepted) {
            return new Verification.Known();
        }
        if (result instanceof ProbeResult.Refused) {
            return new Verification.Rejected();
        }
        if (result instanceof ProbeResult.Unavailable unavailable) {
            return new Verification.Unavailable(unavailable.text());
        }
        throw new AssertionError(result);
    }

    /** Takes over from every incarnation that has ended: their messages in hand, open sessions, and claims of replies that were perhaps not read. */
    private void adopt(Consumer<String> progress) {
        List<CassandraLeases.LeaseRow> rows = await(leases.readAll(), "the leases could not be read");
        for (CassandraLeases.LeaseRow row : rows) {
            boolean gone = row.state().equals("released") || row.state().equals("fenced");
            if (gone && !row.adopted() && !row.incarnation().equals(leases.own().incarnation())) {
                await(leases.ensureFenced(row.incarnation()), "a former run could not be fenced");
                progress.accept("took over from " + row.incarnation() + ": " + await(adopt(row.incarnation()), "a former run could not be taken over from"));
            }
        }
    }

    /** Takes over from one that is fenced; its claims first, so that a client that repeats what was in hand is known. */
    private CompletionStage<String> adopt(Incarnation dead) {
        return claims.claimsOf(dead).thenCompose(estate -> queue.adopt(dead, estate).thenCompose(messages -> sessionLog.closeLost(dead).thenCompose(sessions ->
                leases.adopted(dead).thenApply(unused -> messages + " messages in hand, " + sessions + " sessions lost, " + estate.claims()
                        + " replies perhaps not read"))));
    }

    private void wakeSlices() {
        system.scheduler().scheduleWithFixedDelay(Duration.ZERO, WAKE, this::wakeEachSlice, system.executionContext());
    }

    private void wakeEachSlice() {
        for (int slice = 0; slice < settings.queue().slices(); slice++) {
            QueueSliceEntity.ref(sharding, slice).tell(QueueSliceEntity.Wake.WAKE);
        }
    }

    /** A node is gone: its entities are found a new place by who asks for them, and what was asked before that is known may have gone to the old one. */
    private void askAgainSoon() {
        for (Duration later = SOON; later.compareTo(WAKE) < 0; later = later.multipliedBy(2)) {
            system.scheduler().scheduleOnce(later, this::askAgain, system.executionContext());
        }
    }

    private void askAgain() {
        wakeEachSlice();
        Asking.entitiesMoved();
        replicas.tell(MailboxReplicas.Moved.NOW);
    }

    /** The ports stay open for as long as load balancers need to see that the node is not ready any more. */
    private void giveNotice() {
        long end = System.nanoTime() + settings.drain().notice().toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** With the ports closed, first attempts under way get a little time; what is left then is adopted by the next start. */
    private void awaitDeliveries() {
        long end = System.nanoTime() + DRAIN.toNanos();
        while (queue.active() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static <T> T await(CompletionStage<T> stage, String complaint) {
        try {
            return stage.toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(complaint + ": interrupted", e);
        } catch (TimeoutException e) {
            throw new NodeException(complaint + ": no answer within " + START.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException inner && inner.getCause() != null ? inner.getCause() : e.getCause();
            throw cause instanceof RuntimeException known ? known : new NodeException(complaint + ": " + cause, cause);
        }
    }

    /** True from the moment all ports are open until the node stops. */
    public boolean ready() {
        return ready;
    }

    /** True from the moment a node that was ready is asked to stop: it takes its notice, ends its connections, and then itself. */
    public boolean draining() {
        return draining;
    }

    /** True from the same moment on for good. */
    boolean opened() {
        return opened;
    }

    public SternaSettings settings() {
        return settings;
    }

    /**
     * Reads the settings and the certificates anew and puts those into force that can be changed while running.
     *
     * @return what has changed, and which certificates could not be read again and stay as they were
     * @throws org.sterna.config.SettingsException when something in the settings is wrong; nothing is changed then
     * @throws org.sterna.platform.tls.TlsException when a certificate that is new in the settings cannot be used; nothing is changed then
     */
    CertificateStore.Outcome reload() {
        SternaSettings now = again.get();
        CertificateStore.Reading certificates = tls.certificates().read(CertificatePlan.of(now));
        List<String> changed = new ArrayList<>(outbound.reload(now));
        CertificateStore.Outcome outcome = certificates.take();
        outcome.renewed().forEach(setting -> changed.add(setting + ".certificate"));
        return new CertificateStore.Outcome(changed, outcome.complaints());
    }

    /** One for the whole node: answers are remembered. */
    DnsLookup dns() {
        return trust.dns();
    }

    NodeTls tls() {
        return tls;
    }

    Clock clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    /** Its place among others; empty with the embedded Cassandra. */
    Optional<NodeCluster> cluster() {
        return cluster;
    }

    Optional<EmbeddedCassandra> embedded() {
        return embedded;
    }

    Database database() {
        return database;
    }

    CassandraLeases leases() {
        return leases;
    }

    ActorSystem<Void> system() {
        return system;
    }

    JournalSetup journal() {
        return journal;
    }

    ClusterSharding sharding() {
        return sharding;
    }

    NodeReports reports() {
        return reports;
    }

    Signing signing() {
        return signing;
    }

    Directory directory() {
        return directory.current();
    }

    AddressView addresses() {
        return addresses;
    }

    CassandraIntake intake() {
        return intake;
    }

    Sweeper sweeper() {
        return sweeper;
    }

    AccountQuotas quotas() {
        return quotas;
    }

    CassandraBlobs blobs() {
        return blobs;
    }

    CassandraSessionLog sessionLog() {
        return sessionLog;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Claims claims() {
        return claims;
    }

    MessageQueue queue() {
        return queue;
    }

    Listeners listeners() {
        return listeners;
    }

    ActorRef<MailboxReplicas.Message> replicas() {
        return replicas;
    }

    DomainFlush domainFlush() {
        return domainFlush;
    }

    Outbound outbound() {
        return outbound;
    }

    CassandraTraceIndex trace() {
        return trace;
    }

    Routing routing() {
        return routing;
    }

    Routing senders() {
        return senders;
    }

    CassandraMessages messages() {
        return new CassandraMessages(database, blobs);
    }

    /** Completes when the node has stopped. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** Asks the node to stop; returns at once. */
    public void stop() {
        Thread stopping = new Thread(this::close, "sterna-stop");
        stopping.start();
    }

    /** Gives notice, closes the ports, lets the connections end, ends what runs, releases the lease, stops the embedded Cassandra. Blocks; a second call waits for the first. */
    @Override
    public void close() {
        closing = true;
        synchronized (started) {
            draining |= ready;
            ready = false;
            List<Exception> failures = new ArrayList<>();
            while (!started.isEmpty()) {
                try {
                    started.pop().close();
                } catch (Exception e) {
                    failures.add(e);
                }
            }
            failures.forEach(failure -> LOG.warn("while stopping: {}", failure.toString()));
            ended.complete(null);
        }
    }
}
