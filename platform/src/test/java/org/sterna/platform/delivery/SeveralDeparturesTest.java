package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.destination;
import static org.sterna.platform.delivery.QueueDesk.host;
import static org.sterna.platform.delivery.QueueDesk.to;
import static org.sterna.platform.delivery.QueueDesk.toDomain;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.TransportRule;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.TestLogins;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.platform.transfer.TransportMap;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** One message that goes several ways: each recipient has its own end, and each copy its own reverse-path. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class SeveralDeparturesTest {
    private static final String OWNER = "owner@example.org";
    private static final SteppedClock CLOCK = new SteppedClock();
    private static TestNode node;
    private static QueueDesk desk;
    private static MailboxId inbox;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        QueueSetup setup = new QueueSetup().schedule(Cause.REPLY, Duration.ofMinutes(5), 1, 0);
        setup.clock = CLOCK;
        setup.transports = TransportMap.of(List.of(rule("away.example", "discard"), rule("moved.example", "error:5.1.6 they have moved"),
                rule("closed.example", "error:4.3.2 closed today")), 25);
        desk = new QueueDesk(TestQueue.with(node, setup), CLOCK);
        node.account("ben@example.org", "secret");
        inbox = ((Authenticator.Valid) TestNode.await(node.access().authenticator().check(TestLogins.CONTEXT, "ben@example.org", "secret"))).entry().inbox();
        assertThat(TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                new MailboxCommand.Create(inbox, "ben@example.org", 1, By.nobody(Instant.EPOCH)), replyTo), Duration.ofSeconds(30)))).isInstanceOf(Verdict.Accepted.class);
    }

    @AfterAll
    static void stop() {
        desk.fixture().close();
        node.close();
    }

    private static TransportRule rule(String domain, String to) {
        return new TransportRule(List.of(domain), List.of(), to, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Addressee ofList(ScriptedHost host, String owner) {
        return new Addressee("member@outside.example", new Target.Relay("outside.example", Optional.of(destination(host))), RcptParameters.NONE,
                Optional.of(owner));
    }

    private static MailParameters dsn() {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), new DsnRequest(Optional.of(ReturnContent.HDRS), Optional.of("QQ1")),
                Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** Offers DSN; refuses what comes from this address. */
    private static ScriptedHost recorded(List<String> said, String refused) throws IOException {
        return host(line -> {
            said.add(line);
            return line.startsWith("EHLO") ? "250-host.example.net\r\n250 DSN" : line.startsWith("RCPT TO:<" + refused) ? "550 5.1.1 nobody of that name"
                    : ScriptedHost.willing(line);
        });
    }

    private static List<String> mails(List<String> said) {
        return said.stream().filter(line -> line.startsWith("MAIL")).toList();
    }

    private static <E extends QueueEvent> E of(QueueId id, Class<E> kind, int recipient) {
        return desk.events(id, kind).stream().filter(event -> event instanceof QueueEvent.RecipientRelayed relayed && relayed.recipient() == recipient
                || event instanceof QueueEvent.RecipientFailed failed && failed.recipient() == recipient
                || event instanceof QueueEvent.RecipientDelivered delivered && delivered.recipient() == recipient
                || event instanceof QueueEvent.RecipientDeferred deferred && deferred.recipient() == recipient).findFirst().orElseThrow();
    }

    @Test
    void eachWayHasItsOwnEnd() throws IOException {
        List<String> taken = new CopyOnWriteArrayList<>();
        List<String> refused = new CopyOnWriteArrayList<>();
        try (ScriptedHost takes = recorded(taken, "-"); ScriptedHost refuses = recorded(refused, "ben@")) {
            QueueId id = desk.accept(QueueDesk.SENDER, dsn(), Optional.empty(), to(takes), to(refuses),
                    new Addressee("ben@example.org", new Target.LocalMailbox("ben@example.org", inbox), RcptParameters.NONE),
                    toDomain("away.example"), toDomain("moved.example"), toDomain("closed.example"));
            desk.waits(id);
            assertThat(of(id, QueueEvent.RecipientRelayed.class, 0).remark().host()).contains(Integer.toString(takes.port()));
            assertThat(of(id, QueueEvent.RecipientFailed.class, 1).remark().text()).contains("nobody of that name");
            of(id, QueueEvent.RecipientDelivered.class, 2);
            assertThat(of(id, QueueEvent.RecipientRelayed.class, 3).remark().host()).isEmpty();
            assertThat(of(id, QueueEvent.RecipientFailed.class, 4).remark().status()).isEqualTo("5.1.6");
            assertThat(of(id, QueueEvent.RecipientFailed.class, 4).remark().text()).isEqualTo("they have moved");
            QueueEvent.RecipientDeferred closed = of(id, QueueEvent.RecipientDeferred.class, 5);
            assertThat(closed.remark().status()).isEqualTo("4.3.2");
            assertThat(closed.nextAttempt()).isEqualTo(closed.at().plus(Duration.ofMinutes(5)));
            assertThat(desk.waits(id).recipients()).containsExactly("ben@closed.example");
            assertThat(desk.reports(id)).singleElement().satisfies(report -> {
                assertThat(report.kind()).isEqualTo(ReportKind.FAILURE);
                assertThat(report.recipients()).containsExactly(1, 4);
            });
            assertThat(mails(taken)).singleElement().asString().startsWith("MAIL FROM:<alice@example.org>").contains(" ENVID=QQ1", " RET=HDRS");
            desk.step(Duration.ofMinutes(5));
            desk.await(id, QueueEvent.RecipientDeferred.class, 2);
            assertThat(takes.contents()).as("what has its end is not touched again").hasSize(1);
            assertThat(mails(refused)).hasSize(1);
        }
        desk.allPlacesAreFree();
    }

    @Test
    void aListsCopyIsTheOwnersAndSaysNothingOfTheSendersWishes() throws IOException {       // RFC 3461 section 5.2.7.1, RFC 5321 section 3.9.2
        List<String> said = new CopyOnWriteArrayList<>();
        try (ScriptedHost host = recorded(said, "member@")) {
            QueueId id = desk.accept(QueueDesk.SENDER, dsn(), Optional.empty(), ofList(host, OWNER),
                    new Addressee("list@example.org", new Target.Expanded(true), new RcptParameters(Set.of(Notify.SUCCESS), Optional.empty())));
            desk.completes(id);
            assertThat(mails(said)).singleElement().asString().startsWith("MAIL FROM:<owner@example.org>").doesNotContain("ENVID", "RET=");
            assertThat(desk.reports(id)).extracting(QueueEvent.ReportQueued::kind).containsExactlyInAnyOrder(ReportKind.FAILURE, ReportKind.SUCCESS);
            for (QueueEvent.ReportQueued report : desk.reports(id)) {
                boolean failure = report.kind() == ReportKind.FAILURE;
                assertThat(desk.acceptance(report.report()).recipients()).extracting(Addressee::forwardPath)
                        .containsExactly(failure ? OWNER : QueueDesk.SENDER);
                assertThat(report.recipients()).containsExactly(failure ? 0 : 1);
                assertThat(desk.text(report.report()).contains("QQ1")).isEqualTo(!failure);
            }
        }
    }

    @Test
    void aSenderWhoOwnsTheListSendsOneCopyAsSuchAndOneAsOwner() throws IOException {
        List<String> copies = new CopyOnWriteArrayList<>();
        ThreadLocal<String> mail = new ThreadLocal<>();          // of the connection, which has a thread of its own: both copies may leave at once
        try (ScriptedHost host = host(line -> {
            if (line.startsWith("MAIL")) {
                mail.set(line);
            } else if (line.startsWith("RCPT")) {
                copies.add(mail.get() + " " + line);
            }
            return line.startsWith("EHLO") ? "250-host.example.net\r\n250 DSN" : ScriptedHost.willing(line);
        })) {
            desk.completes(desk.accept(QueueDesk.SENDER, dsn(), Optional.empty(), ofList(host, QueueDesk.SENDER), to(host)));
            assertThat(copies).hasSize(2).allMatch(line -> line.startsWith("MAIL FROM:<alice@example.org>"));
            assertThat(copies.stream().filter(copy -> copy.contains("ENVID"))).singleElement().asString().contains("RCPT TO:<ben@");
        }
    }

    @Test
    void nobodyStaysNobody() throws IOException {                                            // RFC 5321 section 6.1
        List<String> said = new CopyOnWriteArrayList<>();
        try (ScriptedHost host = recorded(said, "ben@")) {
            QueueId id = desk.accept("", MailParameters.NONE, Optional.empty(), to(host));
            desk.completes(id);
            assertThat(mails(said)).singleElement().asString().startsWith("MAIL FROM:<>");
            desk.await(id, QueueEvent.RecipientFailed.class, 1);
            assertThat(desk.reports(id)).isEmpty();
        }
    }
}
