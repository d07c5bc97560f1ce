package org.sterna.platform.access.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
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
import org.sterna.platform.credentials.TestLogins;

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
        Authenticator.Result result = TestNode.await(node.access().authenticator().check(TestLogins.CONTEXT, address, PASSWORD));
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

    /** So many messages, numbered from 1, some at a time. */
    void addMany(int count, IntFunction<String> message) {
        for (int first = 1; first <= count; first += MailboxCommand.AddMessages.MAX_MESSAGES) {
            List<MailboxCommand.NewMessage> some = IntStream.range(first, Math.min(count + 1, first + MailboxCommand.AddMessages.MAX_MESSAGES))
                    .mapToObj(message).map(each -> each.getBytes(StandardCharsets.ISO_8859_1))
                    .map(octets -> message(NOTHING, List.of(), new OctetsPlace.Inline(octets.length), octets)).toList();
            accepted(new MailboxCommand.AddMessages(some, List.of()));
        }
    }

    private void add(byte[] prefix, List<StoredMessage.Range> removed, OctetsPlace place, byte[] inline) {
        accepted(new MailboxCommand.AddMessages(List.of(message(prefix, removed, place, inline)), List.of()));
    }

    private static MailboxCommand.NewMessage message(byte[] prefix, List<StoredMessage.Range> removed, OctetsPlace place, byte[] inline) {
        StoredMessage message = new StoredMessage(prefix, removed, place, "Mtest", "Ttest", NOTHING);
        return new MailboxCommand.NewMessage(message.size(), AT, Set.of(), MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("Mtest", "Ttest"), AT, place, message.toOctets(), inline);
    }

    /**
     * Takes the maildrop away from who has it, as if its mailbox had gone on on another node and somebody had been faster there:
     * the mailbox forgets whose it is, and the new owner, which lives as long as the node, asks first.
     */
    void seize() {
        BlockingQueue<MailboxEntity.LockAnswer> answers = new LinkedBlockingQueue<>();
        ActorRef<MailboxEntity.LockReply> owner = node.system().systemActorOf(Behaviors.receiveMessage(reply -> {
            answers.add(reply.answer());
            return Behaviors.same();
        }), "owner-" + inbox.value(), Props.empty());
        EntityRef<MailboxEntity.Message> entity = node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value());
        Instant end = Instant.now().plus(PATIENCE);
        entity.tell(MailboxEntity.Restart.NOW);
        while (true) {
            entity.tell(new MailboxEntity.LockMaildrop(owner, 0, Duration.ZERO));
            Optional<MailboxEntity.LockAnswer> answer = Optional.ofNullable(poll(answers));     // none if the entity was just stopping
            if (answer.filter(each -> each instanceof MailboxEntity.MaildropLocked).isPresent()) {
                return;
            }
            if (answer.isPresent()) {
                entity.tell(MailboxEntity.Restart.NOW);                             // the session was faster
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the maildrop cannot be had");
            }
        }
    }

    private static MailboxEntity.LockAnswer poll(BlockingQueue<MailboxEntity.LockAnswer> answers) {
        try {
            return answers.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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
                .<MailboxEntity.Update>ask(replyTo -> new MailboxEntity.Subscribe(replyTo, 1), PATIENCE));
        return ((MailboxEntity.Snapshot) update).state();
    }

    List<Long> uids() {
        return Arrays.stream(state().messages().uids()).boxed().toList();
    }
}
