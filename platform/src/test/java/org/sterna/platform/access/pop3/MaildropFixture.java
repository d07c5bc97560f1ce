package org.sterna.platform.access.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.platform.TestNode;
import org.sterna.platform.credentials.Authenticator;

/** An account whose INBOX the test fills and looks at, behind the server's back. */
final class MaildropFixture {
    static final String PASSWORD = "tanstaaf l";                       // RFC 1939 section 7: a password may hold spaces
    static final long UID_VALIDITY = 1_700_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant AT = Instant.parse("2024-05-17T10:00:00Z");
    private static final byte[] NOTHING = new byte[0];

    private final TestNode node;
    final String address;
    final MailboxId inbox;

    private MaildropFixture(TestNode node, String address, MailboxId inbox) {
        this.node = node;
        this.address = address;
        this.inbox = inbox;
    }

    /** An account without a message. */
    static MaildropFixture account(TestNode node, String address) {
        node.account(address, PASSWORD);
        Authenticator.Result result = TestNode.await(node.access().authenticator().check(address, PASSWORD));
        return new MaildropFixture(node, address, ((Authenticator.Valid) result).entry().inbox());
    }

    /** An account with these messages, stored inline. */
    static MaildropFixture account(TestNode node, String address, String... messages) {
        MaildropFixture fixture = account(node, address);
        fixture.make();
        Arrays.stream(messages).map(each -> each.getBytes(StandardCharsets.ISO_8859_1)).forEach(fixture::addInline);
        return fixture;
    }

    void make() {
        accepted(new MailboxCommand.Create(inbox, address, UID_VALIDITY, By.nobody(AT)));
    }

    void addInline(byte[] octets) {
        add(NOTHING, List.of(), new OctetsPlace.Inline(octets.length), octets);
    }

    void addInline(String prefix, List<StoredMessage.Range> removed, String octets) {
        add(prefix.getBytes(StandardCharsets.ISO_8859_1), removed, new OctetsPlace.Inline(octets.length()),
                octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** In chunks, of which the first ones only may be written. */
    void addBlob(String prefix, byte[] octets, int chunksWritten) {
        BlobId blob = BlobId.random(RandomGenerator.getDefault());
        for (int chunk = 0; chunk < chunksWritten; chunk++) {
            int from = chunk * CassandraBlobs.CHUNK;
            int to = Math.min(octets.length, from + CassandraBlobs.CHUNK);
            TestNode.await(node.access().blobs().write(blob, chunk, ByteBuffer.wrap(octets, from, to - from), Optional.empty()));
        }
        add(prefix.getBytes(StandardCharsets.ISO_8859_1), List.of(), new OctetsPlace.InBlob(blob, octets.length), NOTHING);
    }

    private void add(byte[] prefix, List<StoredMessage.Range> removed, OctetsPlace place, byte[] inline) {
        StoredMessage message = new StoredMessage(prefix, removed, place, "Mtest", "Ttest", NOTHING);
        MailboxCommand.NewMessage added = new MailboxCommand.NewMessage(message.size(), AT, Set.of(), MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("Mtest", "Ttest"), AT, place, message.toOctets(), inline);
        accepted(new MailboxCommand.AddMessages(List.of(added), List.of()));
    }

    void delete() {
        accepted(new MailboxCommand.Delete(By.nobody(AT)));
    }

    private void accepted(MailboxCommand command) {
        Verdict verdict = TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value())
                .<Verdict>ask(replyTo -> new MailboxEntity.Request(command, replyTo), PATIENCE));
        if (!(verdict instanceof Verdict.Accepted)) {
            throw new AssertionError(command + ": " + verdict);
        }
    }

    /** What the entity itself knows, as every IMAP session will see it. */
    Mailbox state() {
        MailboxEntity.Update update = TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value())
                .<MailboxEntity.Update>ask(replyTo -> new MailboxEntity.Subscribe(replyTo, -1), PATIENCE));
        return ((MailboxEntity.Snapshot) update).state();
    }

    List<Long> uids() {
        return Arrays.stream(state().messages().uids()).boxed().toList();
    }
}
