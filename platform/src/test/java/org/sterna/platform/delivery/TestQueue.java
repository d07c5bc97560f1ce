package org.sterna.platform.delivery;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.queue.RetrySchedule;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.platform.TestNode;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.OpportunisticTls;
import org.sterna.platform.transfer.Relay;
import org.sterna.platform.transfer.RelaySettings;

/** A queue on a {@link TestNode}, with one slice, one local domain and a DNS that never answers. */
public final class TestQueue implements AutoCloseable {
    public static final String DOMAIN = "example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CassandraLeases leases;
    private final CassandraIntake intake;
    private final CassandraBlobs blobs;
    private final Targets targets;
    private final MessageQueue queue;
    private final ClusterSharding sharding;

    private TestQueue(TestNode node) {
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        leases = new CassandraLeases(node.database(), Incarnation.start(clock.instant(), random), Duration.ofSeconds(60), Duration.ofSeconds(5),
                System::nanoTime, () -> { });
        TestNode.await(leases.acquire("queue"));
        intake = new CassandraIntake(node.database(), leases.own(), IntakeSettings.DEFAULT, System::nanoTime);
        blobs = new CassandraBlobs(node.database());
        sharding = node.access().sharding();
        DirectoryCopy directory = new DirectoryCopy();
        TestNode.await(DirectoryEntity.ref(sharding).<Done>ask(replyTo ->
                new DirectoryEntity.Want(new DirectoryEvent.DomainAdded(DOMAIN, clock.instant()), replyTo), PATIENCE));
        node.system().systemActorOf(directory.follow(sharding), "directory-copy", Props.empty());
        TestNode.await(directory.loaded());
        targets = new Targets(new AddressView(node.database()), directory);
        Relay relay = new Relay(node.system(), new RelaySettings("mail.example.org", 25, PATIENCE, phase -> PATIENCE, 1, 10), new SilentDns(),
                directory, new OpportunisticTls());
        queue = new MessageQueue(new QueueServices(node.system(), sharding, intake, blobs, relay, targets, new RetrySchedule(
                Duration.ofHours(1), Duration.ofHours(1), 1, Duration.ofDays(5), 0), clock, random, "mail.example.org", 1, 100));
        QueueSliceEntity.init(sharding, queue::due, clock, 10);
    }

    public static TestQueue on(TestNode node) {
        return new TestQueue(node);
    }

    private static final class SilentDns implements MailResolver {
        @Override
        public CompletionStage<MailHosts> mailHosts(String domain) {
            return CompletableFuture.completedFuture(new MailHosts.TemporaryFailure("silence"));
        }

        @Override
        public CompletionStage<MailHosts> hostAddresses(String host) {
            return mailHosts(host);
        }
    }

    public MessageQueue queue() {
        return queue;
    }

    public Targets targets() {
        return targets;
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
        leases.close();
    }
}
