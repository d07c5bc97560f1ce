package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.cassandra.CassandraClaims;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.TestNode;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * The store does not answer a write in time, and executes it later, or not: the client is told to come again. What it brings
 * then must be one message, neither none nor two.
 */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class UnknownOutcomeTest {
    private static final byte[] OCTETS = "Subject: x\r\n\r\ny\r\n".getBytes(US_ASCII);
    private static TestNode node;
    private static TestQueue fixture;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        fixture = TestQueue.impatient(node);
    }

    @AfterAll
    static void stop() {
        node.close();
        fixture.close();
    }

    /** Stops the process of Cassandra for a while, and lets it go on in any case. */
    private static <T> T whileTheStoreStandsStill(Supplier<T> action) throws IOException, InterruptedException {
        ProcessSignals.stop(CassandraExtension.cassandra().pid());
        try {
            return action.get();
        } finally {
            ProcessSignals.goOn(CassandraExtension.cassandra().pid());
        }
    }

    private static NewQueuedMessage message(Optional<Fingerprint> fingerprint, CompletableFuture<QueueId> named) {
        return new NewQueuedMessage(Optional.empty(), Optional.empty(), "alice@example.org",
                List.of(new QueueEvent.Addressee("ann@outside.example", Target.Relay.to("outside.example"), RcptParameters.NONE)), MailParameters.NONE,
                fingerprint, Optional.empty(), new OctetsPlace.Inline(OCTETS.length), OCTETS, id -> {
                    named.complete(id);
                    return new byte[0];
                }, List.of(), Optional.empty());
    }

    private static List<String> awaitLast(QueueId id, Class<? extends QueueEvent> kind) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        List<String> found = List.of();
        while (System.nanoTime() < deadline) {
            found = TestNode.await(fixture.intake().events(id)).stream().map(event -> event.getClass().getSimpleName()).toList();
            if (!found.isEmpty() && found.get(found.size() - 1).equals(kind.getSimpleName())) {
                return found;
            }
        }
        throw new AssertionError(id + " has " + found);
    }

    @Test
    void aMessageThatIsKnownByItsFingerprintIsAcceptedInTheEndAndItsSenderToldItsName() throws Exception {
        Fingerprint fingerprint = Fingerprint.of(Fingerprint.sha256().digest(OCTETS));
        CompletableFuture<QueueId> named = new CompletableFuture<>();
        List<CompletionStage<List<QueueId>>> seen = new ArrayList<>();
        Repetition repetition = whileTheStoreStandsStill(() -> {
            CompletionStage<QueueId> stored = fixture.queue().accept(message(Optional.of(fingerprint), named));
            NewTransaction reply = fixture.claims().begin(fingerprint);
            reply.storing(stored);
            assertThat(stored).as("the client is to be told 451").failsWithin(30, TimeUnit.SECONDS);
            reply.lost();
            Repetition found = fixture.claims().find(fingerprint).orElseThrow();
            CompletableFuture<QueueId> told = found.queueId().toCompletableFuture();
            assertThat(told).isNotDone();
            seen.add(told.thenApply(unused -> fixture.queue().activeMessages().stream().map(WaitingMessage::id).toList()));
            return found;
        });
        QueueId id = TestNode.await(repetition.queueId());
        assertThat(named).isCompletedWithValue(id);
        assertThat(TestNode.await(seen.get(0))).as("who is told that it is accepted can see it").contains(id);
        assertThat(awaitLast(id, QueueEvent.HandedToSlice.class)).as("it was delivered as far as that goes, once")
                .containsExactly("MessageAccepted", "RecipientDeferred", "HandedToSlice");
        assertThat(TestNode.await(fixture.intake().octets(id)).remaining()).isEqualTo(OCTETS.length);
        CassandraClaims stored = new CassandraClaims(node.database(), Duration.ofHours(24), Clock.systemUTC());
        assertThat(TestNode.await(stored.load(100))).extracting(Claim::fingerprint, Claim::queueId)
                .contains(tuple(fingerprint, id));
    }

    @Test
    void aMessageThatCannotBeKnownAgainIsWithdrawn() throws Exception {
        CompletableFuture<QueueId> named = new CompletableFuture<>();
        whileTheStoreStandsStill(() -> assertThat(fixture.queue().accept(message(Optional.empty(), named))).failsWithin(30, TimeUnit.SECONDS));
        assertThat(awaitLast(named.join(), QueueEvent.MessageCompleted.class)).containsExactly("MessageAccepted", "MessageCompleted");
    }
}
