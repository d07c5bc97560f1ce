package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.TestLogins;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.platform.report.FailureReports;
import org.sterna.platform.report.Reporting;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.protocols.dns.DnsLookup;

/** A node that takes mail for {@link TestQueue#DOMAIN}, and what a test wants to know of it afterwards. */
final class ReceptionNode implements AutoCloseable {
    static final String PASSWORD = "secret";
    private static final AtomicInteger MESSAGES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Found(SessionId id, SessionEvent event) { }

    private final TestNode node = TestNode.start(CassandraExtension.contactPoint());
    private final TestQueue queue;

    private ReceptionNode(Function<TestNode, TestQueue> queue) {
        this.queue = queue.apply(node);
    }

    /** With these accounts, all of the same password. */
    static ReceptionNode start(String... accounts) {
        return start(TestQueue::on, accounts);
    }

    /** One that signs what it writes itself; nothing leaves it. */
    static ReceptionNode signing(MessageSigner signer, String... accounts) {
        return start(node -> TestQueue.relaying(node, "[127.0.0.1]:1", signer), accounts);
    }

    private static ReceptionNode start(Function<TestNode, TestQueue> queue, String... accounts) {
        ReceptionNode started = new ReceptionNode(queue);
        for (String account : accounts) {
            started.account(account);
        }
        return started;
    }

    void account(String address) {
        node.account(address, PASSWORD);
        MailboxId inbox = inbox(address);
        TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                new MailboxCommand.Create(inbox, address, 1, By.nobody(Clock.systemUTC().instant())), replyTo), PATIENCE));
    }

    private MailboxId inbox(String address) {
        return ((Authenticator.Valid) TestNode.await(node.access().authenticator().check(TestLogins.CONTEXT, address, PASSWORD))).entry().inbox();
    }

    /** What tells of single messages under these settings. */
    Optional<FailureReports> failureReports(DnsLookup dns, Clock clock, String... sets) {
        Reporting reporting = new Reporting(SternaSettings.load(Optional.empty(), List.of(sets), Optional.of(Path.of("unused")), OptionalInt.empty()).reports(), node.database(),
                "reception", clock);
        return reporting.failures(queue.ownMail(), dns, "mail.example.org", "mail.example.org");
    }

    /** A port with limits, lists and counters of its own. */
    Listener listen(Service service, String... sets) {
        return listen(service, Clock.systemUTC(), sets);
    }

    Listener listen(Service service, Clock clock, String... sets) {
        return new TestReception(node, queue, clock, sets).listen(service);
    }

    Listener listen(Service service, UnaryOperator<ListenerSettings> bind, String... sets) {
        return new TestReception(node, queue, Clock.systemUTC(), sets).listen(service, bind);
    }

    /** A port that signs. */
    Listener listen(Service service, MessageSigner signer) {
        return new TestReception(node, queue, Clock.systemUTC()).withSigner(signer).listen(service);
    }

    /** A port whose checks are chosen. */
    Listener listen(UnaryOperator<TestReception> checks, String... sets) {
        return checks.apply(new TestReception(node, queue, Clock.systemUTC(), sets)).listen(Service.SMTP);
    }

    void alias(String address, String... targets) {
        change(address, new AccountCommand.AddTargets(address, List.of(targets), Clock.systemUTC().instant()));
    }

    void change(String address, AccountCommand command) {
        TestNode.await(node.access().sharding().entityRefFor(AccountEntity.TYPE, address)
                .<AccountEntity.Response>ask(replyTo -> new AccountEntity.Request(command, replyTo), PATIENCE));
    }

    /** The name of one of an account's mailboxes. */
    String folder(String address, MailboxId mailbox) {
        AccountEntity.Response response = TestNode.await(node.access().sharding().entityRefFor(AccountEntity.TYPE, address)
                .<AccountEntity.Response>ask(replyTo -> new AccountEntity.Request(new AccountCommand.Look(), replyTo), PATIENCE));
        return response.account().folders().entrySet().stream().filter(each -> each.getValue().mailbox().equals(mailbox)).findFirst().orElseThrow().getKey();
    }

    /** Changes the directory, and waits until the node's copy has it. */
    void change(DirectoryEvent event, String newName) {
        TestNode.await(DirectoryEntity.ref(node.access().sharding()).<Done>ask(replyTo -> new DirectoryEntity.Want(event, replyTo), PATIENCE));
        await("the directory knows " + newName, () -> queue.directory().current().ours(newName).isPresent());
    }

    /** What a {@code 250} with a queue id stands for. */
    QueueEvent.MessageAccepted accepted(String reply) {
        return (QueueEvent.MessageAccepted) events(reply).get(0);
    }

    List<QueueEvent> events(String reply) {
        assertThat(reply).startsWith("250 2.0.0 OK queued as ");
        return TestNode.await(queue.intake().events(QueueId.parse(reply.substring(reply.lastIndexOf(' ') + 1)).orElseThrow()));
    }

    /** Waits for what becomes of a message. */
    <E extends QueueEvent> List<E> await(String reply, Class<E> kind, int number) {
        List<QueueEvent> events = events(reply);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (events.stream().filter(kind::isInstance).count() < number) {
            assertThat(System.nanoTime()).as("%d of %s among %s", number, kind.getSimpleName(), events).isLessThan(deadline);
            events = events(reply);
        }
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What the first recipient reads, as octets in a string. */
    String delivered(String reply) {
        QueueEvent.RecipientDelivered delivered = await(reply, QueueEvent.RecipientDelivered.class, 1).get(0);
        MailboxId inbox = delivered.mailbox();
        return text(inbox, state(inbox).messages().find(delivered.uid()).orElseThrow());
    }

    /** All that is in the inbox of an account, in its order. */
    List<String> messages(String address) {
        MailboxId inbox = inbox(address);
        return state(inbox).messages().entries().stream().map(entry -> text(inbox, entry)).toList();
    }

    private Mailbox state(MailboxId mailbox) {
        MailboxEntity.Update update = TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value())
                .<MailboxEntity.Update>ask(replyTo -> new MailboxEntity.Subscribe(replyTo, -1), PATIENCE));
        return ((MailboxEntity.Snapshot) update).state();
    }

    private String text(MailboxId mailbox, MessageEntry entry) {
        MessageRow row = TestNode.await(node.access().messages().read(mailbox, List.of(entry), true)).get(0);
        AssembledContent content = new AssembledContent(row.message().prefix(), node.access().messages().octets(row),
                row.message().removed().stream().map(range -> new AssembledContent.Removed(range.start(), range.end())).toList());
        return new String(TestNode.await(content.range(0, Math.toIntExact(entry.size()))), ISO_8859_1);
    }

    /** The part of it that was stored as it came. */
    byte[] blob(OctetsPlace.InBlob place) {
        return TestNode.await(queue.blobs().content(place.blob(), place.size()).range(0, Math.toIntExact(place.size())));
    }

    /** Ids of all blobs of which anything is stored. */
    Set<String> blobs() {
        return new HashSet<>(TestNode.await(node.database().readAll(node.database().prepare("SELECT id FROM blob").bind(),
                row -> String.valueOf(row.getObject("id")))));
    }

    /** What {@code session show} would tell of a client's session, which must be over. */
    List<SessionEvent> session(SmtpClient client) {
        return session(client.name(), client.server());
    }

    /** By both ends: a port may be used again by a client of another listener. */
    List<SessionEvent> session(String remote, String local) {
        await("the session of " + remote + " is over", () -> events(opened(remote, local)).stream().anyMatch(SessionEvent.Closed.class::isInstance));
        return events(opened(remote, local));
    }

    private List<SessionEvent> events(Optional<SessionId> id) {
        return id.isEmpty() ? List.of() : TestNode.await(node.access().sessionLog().events(id.get()));
    }

    private Optional<SessionId> opened(String remote, String local) {
        TestNode.await(node.access().sessionLog().events(new SessionId(new Incarnation("1"), 0, 0)));       // flushes
        return TestNode.await(node.database().readAll(node.database().prepare("SELECT * FROM session_log").bind(), ReceptionNode::found)).stream()
                .filter(each -> each.event() instanceof SessionEvent.Opened opened && opened.remote().equals(remote)
                        && opened.local().equals(local)).map(Found::id).findFirst();
    }

    private static Found found(Row row) {
        return new Found(new SessionId(new Incarnation(row.getString("incarnation")), row.getLong("window"), row.getInt("session")),
                Session.EVENTS.read(row.getByteBuffer("event")));
    }

    /** Those that were refused in a session that is over, as {@code command rule reply}. */
    List<String> refusals(SmtpClient client) {
        return session(client).stream().filter(SessionEvent.Refused.class::isInstance).map(SessionEvent.Refused.class::cast)
                .map(each -> each.command() + " " + each.rule() + " " + each.reply()).toList();
    }

    /** A header section unlike all others, by which a repeated message would be known. */
    static String dated() {
        return "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <" + MESSAGES.incrementAndGet() + "@example.net>\r\nSubject: x\r\n\r\n";
    }

    static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
        }
    }

    static String lines(int octets) {
        return "a line of forty octets, its end included\r\n".repeat(octets / 42);
    }

    @Override
    public void close() {
        queue.close();
        node.close();
    }
}
