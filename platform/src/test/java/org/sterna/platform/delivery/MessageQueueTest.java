package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.TestNode;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

@ExtendWith(CassandraExtension.class)
class MessageQueueTest {
    private static final byte[] OCTETS = "Subject: x\r\n\r\ny\r\n".getBytes(US_ASCII);
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static TestNode node;
    private static TestQueue fixture;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        fixture = TestQueue.on(node);
    }

    @AfterAll
    static void stop() {
        fixture.close();
        node.close();
    }

    private static List<QueueEvent.Addressee> recipients() {
        return List.of(new QueueEvent.Addressee("ann@outside.example", Target.Relay.to("outside.example"), RcptParameters.NONE));
    }

    private static NewQueuedMessage message(OctetsPlace place, byte[] inline, Function<QueueId, byte[]> prefix) {
        return new NewQueuedMessage(Optional.empty(), Optional.empty(), "alice@example.org", recipients(), MailParameters.NONE, Optional.empty(), Optional.empty(),
                place, inline, prefix, List.of(), Optional.empty());
    }

    private static <E extends QueueEvent> List<E> await(QueueId id, Class<E> kind) {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (System.nanoTime() < deadline) {
            List<E> found = TestNode.await(fixture.intake().events(id)).stream().filter(kind::isInstance).map(kind::cast).toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " among " + TestNode.await(fixture.intake().events(id)));
    }

    @Test
    void whatCannotBeSentNowWaitsInItsSlice() {
        QueueId id = TestNode.await(fixture.queue().accept(message(new OctetsPlace.Inline(OCTETS.length), OCTETS, unused -> new byte[0])));
        assertThat(await(id, QueueEvent.RecipientDeferred.class)).singleElement().satisfies(event ->
                assertThat(event.remark().status()).isEqualTo("4.4.3"));
        await(id, QueueEvent.HandedToSlice.class);
        assertThat(fixture.waiting()).containsKey(id);
    }

    @Test
    void aMessageThatCannotBeNamedIsNotAccepted() {
        assertThatThrownBy(() -> fixture.queue().accept(message(new OctetsPlace.Inline(OCTETS.length), OCTETS, id -> {
            throw new IllegalStateException("no prefix");
        })).toCompletableFuture().join()).hasMessageContaining("no prefix");
    }

    @Test
    void theBlobOfAMessageThatIsNotAcceptedIsDropped() {
        BlobId blob = BlobId.random(new SecureRandom());
        TestNode.await(fixture.blobs().write(blob, 0, ByteBuffer.wrap(OCTETS), Optional.empty()));
        assertThatThrownBy(() -> fixture.queue().accept(message(new OctetsPlace.InBlob(blob, OCTETS.length), new byte[0], id -> {
            throw new IllegalStateException("no prefix");
        })).toCompletableFuture().join()).hasMessageContaining("no prefix");
        long deadline = System.nanoTime() + 90_000_000_000L;
        boolean there = true;
        while (there && System.nanoTime() < deadline) {
            there = TestNode.await(fixture.blobs().content(blob, OCTETS.length).chunk(0).handle((chunk, failure) -> failure == null));
        }
        assertThat(there).isFalse();
    }

    /** The node may end between the last recipient's event and the one that completes the message. */
    @Test
    void aMessageWhoseCompletionIsMissingIsCompletedOnce() {
        QueueId id = fixture.intake().take(1000);
        TestNode.await(fixture.intake().append(id, 0, 1, new QueueEvent.MessageAccepted(AT, Optional.empty(), Optional.empty(), "", recipients(), MailParameters.NONE,
                Optional.empty(), Optional.empty(), new OctetsPlace.Inline(OCTETS.length), new byte[0], List.of(), Optional.empty()),
                Optional.of(ByteBuffer.wrap(OCTETS))));
        TestNode.await(fixture.intake().append(id, 1, 1, new QueueEvent.RecipientRelayed(0, new QueueEvent.Remark("2.0.0", "250 fine", "mx"), false, AT),
                Optional.empty()));
        TestNode.await(fixture.queue().hand(TestQueue.line(id, AT)));
        assertThat(await(id, QueueEvent.MessageCompleted.class)).hasSize(1);
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (fixture.waiting().containsKey(id)) {
            assertThat(System.nanoTime()).as("the slice lets go of it").isLessThan(deadline);
        }
    }
}
