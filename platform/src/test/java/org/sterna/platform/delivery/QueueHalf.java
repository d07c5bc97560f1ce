package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sterna.persistence.claim.cassandra.CassandraClaims;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.LeaseLostException;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.TestNode;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * What one node more has of its own: incarnation, lease, intake, claims and the door of the queue. It shares mailboxes and slices with the
 * {@link TestQueue} beside which it stands. Its lease is not renewed.
 */
final class QueueHalf {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final byte[] OCTETS = "Subject: x\r\n\r\ny\r\n".getBytes(US_ASCII);

    final CassandraLeases leases;
    final CassandraIntake intake;
    final CassandraClaims store;
    final Claims claims;
    final Twins twins;
    final MessageQueue queue;

    /** @param silence after which a flushed reply counts as lost for whoever asks */
    QueueHalf(TestNode node, TestQueue beside, Duration silence, Duration patience) {
        Database database = node.database();
        Clock clock = Clock.systemUTC();
        leases = new CassandraLeases(database, Incarnation.start(clock.instant(), new SecureRandom()), Duration.ofHours(1), Duration.ofHours(1),
                System::nanoTime, () -> { });
        TestNode.await(leases.acquire("half"));
        intake = new CassandraIntake(database, leases.own(), IntakeSettings.DEFAULT, System::nanoTime);
        store = new CassandraClaims(database, WINDOW, clock);
        claims = new Claims(store, new ClaimRules(true, WINDOW, silence, 1000, Duration.ofSeconds(60)), clock);
        twins = new Twins(store, claims, leases::read, patience);
        QueueServices one = beside.services();
        queue = new MessageQueue(new QueueServices(one.system(), one.sharding(), intake, one.blobs(), one.relay(), one.routing(), one.retries(), clock,
                one.random(), one.hostName(), one.slices(), one.maxActive(), one.maxOctets(), one.inFlowDelay(), one.placePatience(),
                one.reports(), one.renewal(), one.trace(), one.signer()), claims, twins);
    }

    Incarnation incarnation() {
        return leases.own().incarnation();
    }

    /** As the nodes of a cluster hear each other. */
    void share(Consumer<String> tell) {
        claims.share(incarnation(), tell);
    }

    static NewQueuedMessage message(Fingerprint fingerprint, MailboxId mailbox) {
        return new NewQueuedMessage(Optional.empty(), Optional.empty(), "alice@example.net", List.of(addressee(mailbox)), MailParameters.NONE,
                Optional.of(fingerprint), Optional.empty(), new OctetsPlace.Inline(OCTETS.length), OCTETS, id -> new byte[0], List.of(), Optional.empty());
    }

    private static QueueEvent.Addressee addressee(MailboxId mailbox) {
        return new QueueEvent.Addressee("bob@example.org", new Target.LocalMailbox("bob@example.org", mailbox), RcptParameters.NONE);
    }

    /** A transaction whose reply has not been read yet. */
    record Sent(QueueId id, NewTransaction reply) { }

    Sent send(Fingerprint fingerprint, MailboxId mailbox) {
        NewTransaction transaction = claims.begin(fingerprint);
        CompletionStage<QueueId> stored = queue.accept(message(fingerprint, mailbox));
        transaction.storing(stored);
        return new Sent(TestNode.await(stored), transaction);
    }

    /** Makes a message durable and does nothing more, as a node does that is killed at that moment. */
    QueueId acceptAndStop(Fingerprint fingerprint, MailboxId mailbox) {
        QueueId id = intake.take(1000);
        TestNode.await(append(id, fingerprint, mailbox));
        return id;
    }

    /** Writes a message, of which nobody is told, because this node was fenced before. */
    QueueId writeLate(Fingerprint fingerprint, MailboxId mailbox) {
        QueueId id = intake.take(1000);
        assertThat(append(id, fingerprint, mailbox)).failsWithin(Duration.ofSeconds(60)).withThrowableThat().withCauseInstanceOf(LeaseLostException.class);
        return id;
    }

    private CompletionStage<Void> append(QueueId id, Fingerprint fingerprint, MailboxId mailbox) {
        return intake.append(id, 0, 1, new QueueEvent.MessageAccepted(Clock.systemUTC().instant(), Optional.empty(), Optional.empty(), "alice@example.net",
                List.of(addressee(mailbox)), MailParameters.NONE, Optional.of(fingerprint), Optional.empty(), new OctetsPlace.Inline(OCTETS.length), new byte[0],
                List.of(), Optional.empty()), Optional.of(ByteBuffer.wrap(OCTETS)));
    }

    /** Where its message ended up. */
    QueueEvent.RecipientDelivered delivered(QueueId id) {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (System.nanoTime() < deadline) {
            for (QueueEvent event : TestNode.await(intake.events(id))) {
                if (event instanceof QueueEvent.RecipientDelivered delivered) {
                    return delivered;
                }
            }
        }
        throw new AssertionError("not delivered: " + TestNode.await(intake.events(id)));
    }

    boolean isDelivered(QueueId id) {
        return TestNode.await(intake.events(id)).stream().anyMatch(QueueEvent.RecipientDelivered.class::isInstance);
    }
}
