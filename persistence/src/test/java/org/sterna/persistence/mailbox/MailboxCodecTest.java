package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;

class MailboxCodecTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private final MailboxSnapshot codec = new MailboxSnapshot();

    @Test
    void snapshotIsReadBack() {
        Mailbox mailbox = after(Mailbox.EMPTY, new MailboxCommand.Create(new MailboxId("m"), "jones@example.org", 7, By.nobody(NOW)));
        mailbox = after(mailbox, new MailboxCommand.AddMessages(IntStream.range(0, 700).mapToObj(i -> new MailboxCommand.NewMessage(i, NOW,
                i % 3 == 0 ? Set.of("work") : Set.of("\\Seen"), i % 100 == 0 ? origin(i) : MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("e", "t"), NOW, new OctetsPlace.Inline(0), new byte[0], new byte[0])).toList(), List.of()));
        mailbox = after(mailbox, new MailboxCommand.Expunge(UidSet.of(LongStream.range(100, 400)), false, By.nobody(NOW)));
        Mailbox read = read(mailbox);
        assertThat(read.messages().entries()).isEqualTo(mailbox.messages().entries());
        assertThat(read).usingRecursiveComparison().withEqualsForType(Unconfirmed::equals, Unconfirmed.class).ignoringFields("messages").isEqualTo(mailbox);
        assertThat(codec.pages(read)).isEqualTo(codec.pages(mailbox));
        assertThat(read.unconfirmed().deliveries()).hasSize(7);
        assertThat(read(Mailbox.EMPTY)).usingRecursiveComparison().withEqualsForType(Unconfirmed::equals, Unconfirmed.class).isEqualTo(Mailbox.EMPTY);
    }

    @Test
    void storedMessageIsReadBack() {
        StoredMessage message = new StoredMessage(new byte[] {1, 2, 3}, List.of(new StoredMessage.Range(10, 30)),
                new OctetsPlace.InBlob(new BlobId("b"), 100), "e", "t", new byte[] {9});
        assertThat(StoredMessage.read(new FieldReader(message.toOctets()))).usingRecursiveComparison().isEqualTo(message);
        assertThat(message.size()).isEqualTo(3 + 100 - 20);
    }

    private Mailbox read(Mailbox mailbox) {
        Map<PageKey, byte[]> pages = new HashMap<>();
        codec.pages(mailbox).forEach(key -> pages.put(key, codec.page(mailbox, key)));
        return codec.read(codec.manifest(mailbox), pages);
    }

    private static MailboxEvent.Origin origin(int message) {
        return new MailboxEvent.Origin(Optional.of(new QueueId(new Incarnation("a"), 0, message)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Mailbox after(Mailbox before, MailboxCommand command) {
        Mailbox state = before;
        for (MailboxEvent event : ((Verdict.Accepted) before.decide(command)).events()) {
            state = state.evolve(event);
        }
        return state;
    }
}
