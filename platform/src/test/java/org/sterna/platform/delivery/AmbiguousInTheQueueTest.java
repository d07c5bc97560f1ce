package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.destination;
import static org.sterna.platform.delivery.QueueDesk.host;
import static org.sterna.platform.delivery.QueueDesk.to;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.RecipientAmbiguous;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.cassandra.IntakeSettings;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.TestLogins;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** The reply to the final dot is lost, or the node ends before it comes: that is a state of its own, and sent again after its own time. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class AmbiguousInTheQueueTest {
    private static final Duration PAUSE = Duration.ofMinutes(90);
    private static final SteppedClock CLOCK = new SteppedClock();
    private static TestNode node;
    private static QueueDesk desk;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        QueueSetup setup = new QueueSetup().schedule(Cause.AMBIGUOUS, PAUSE, 1, 0);
        setup.clock = CLOCK;
        desk = new QueueDesk(TestQueue.with(node, setup), CLOCK);
        node.account("postmaster@example.org", "secret");
        MailboxId inbox = ((Authenticator.Valid) TestNode.await(node.access().authenticator().check(TestLogins.CONTEXT, "postmaster@example.org", "secret"))).entry().inbox();
        assertThat(TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                new MailboxCommand.Create(inbox, "postmaster@example.org", 1, By.nobody(Instant.EPOCH)), replyTo), Duration.ofSeconds(30))))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @AfterAll
    static void stop() {
        desk.fixture().close();
        node.close();
    }

    private static void again(QueueId id, int count) {
        desk.await(id, RecipientAmbiguous.class, count);
        Instant next = CLOCK.instant().plus(PAUSE);
        QueueDesk.eventually("waits for longer", () -> desk.waits(id).due().equals(next));
    }

    @Test
    void theLostReplyIsRecordedAndAfterSomeOfThemTheOperatorIsTold() throws IOException {
        boolean[] answers = {false};
        try (ScriptedHost host = host(said -> said.equals(".") && !answers[0] ? "drop" : ScriptedHost.willing(said))) {
            QueueId id = desk.accept(to(host));
            again(id, 1);
            RecipientAmbiguous first = desk.events(id, RecipientAmbiguous.class).get(0);
            assertThat(first.octets()).isEqualTo(QueueDesk.MESSAGE.length());
            assertThat(first.remark().host()).contains("127.0.0.1");
            assertThat(first.nextAttempt()).isEqualTo(first.at().plus(PAUSE));
            desk.step(PAUSE);
            again(id, 2);
            assertThat(desk.reports(id)).isEmpty();
            desk.step(PAUSE);
            again(id, 3);
            assertThat(desk.await(id, QueueEvent.ReportQueued.class, 1).get(0).kind()).isEqualTo(ReportKind.AMBIGUOUS);
            QueueId notice = desk.reports(id).get(0).report();
            assertThat(desk.text(notice)).contains(id.toString(), "ben@outside.example");
            assertThat(desk.acceptance(notice).recipients()).extracting(each -> each.forwardPath()).containsExactly("postmaster@example.org");
            desk.await(notice, QueueEvent.RecipientDelivered.class, 1);
            desk.step(PAUSE);
            // Its sender is told of the delay first, and the attempt follows a moment later.
            assertThat(desk.await(id, QueueEvent.ReportQueued.class, 2).get(1).kind()).isEqualTo(ReportKind.DELAY);
            QueueDesk.eventually("the look is over", () -> desk.waits(id).look().isAfter(CLOCK.instant().plusSeconds(60)));
            desk.step(Duration.ofSeconds(2));
            again(id, 4);
            answers[0] = true;
            desk.step(PAUSE);
            desk.completes(id);
            assertThat(desk.reports(id)).filteredOn(each -> each.kind() == ReportKind.AMBIGUOUS).as("once").hasSize(1);
            assertThat(host.contents()).hasSize(5);
        }
        desk.allPlacesAreFree();
    }

    @Test
    void noNoticeIsWrittenAboutAReport() throws IOException {
        try (ScriptedHost host = host(".", "drop")) {
            QueueId id = desk.accept("", MailParameters.NONE, Optional.of(desk.fixture().intake().take(1)), to(host));
            for (int count = 1; count <= QueueSetup.AMBIGUOUS_LIMIT + 1; count++) {
                again(id, count);
                desk.step(PAUSE);
            }
            assertThat(desk.reports(id)).isEmpty();
        }
    }

    @Test
    void anAttemptThatANodeDidNotSurviveIsRecordedBeforeAnythingIsSentAgain() throws IOException {
        try (ScriptedHost host = host(ScriptedHost::willing);
                CassandraLeases leases = new CassandraLeases(node.database(), Incarnation.start(CLOCK.instant(), new SecureRandom()), Duration.ofSeconds(60),
                        Duration.ofSeconds(5), System::nanoTime, () -> { })) {
            TestNode.await(leases.acquire("dead"));
            CassandraIntake dead = new CassandraIntake(node.database(), leases.own(), IntakeSettings.DEFAULT, System::nanoTime);
            byte[] octets = QueueDesk.MESSAGE.getBytes(US_ASCII);
            Instant at = CLOCK.instant();
            QueueId id = dead.take(octets.length);
            TestNode.await(dead.append(id, 0, 1, new QueueEvent.MessageAccepted(at, Optional.empty(), Optional.empty(), QueueDesk.SENDER, List.of(to(host)),
                    MailParameters.NONE, Optional.empty(), Optional.empty(), new OctetsPlace.Inline(octets.length), new byte[0], List.of(), Optional.empty()),
                    Optional.of(ByteBuffer.wrap(octets))));
            TestNode.await(dead.append(id, 1, 1, new QueueEvent.AttemptStarted(List.of(0), "mx [" + destination(host) + "]", "TLSv1.3", 4711, at),
                    Optional.empty()));
            assertThat(TestNode.await(desk.fixture().queue().adopt(id.incarnation(), new Claims.Estate(0, Optional.empty())))).isEqualTo(1);
            RecipientAmbiguous ambiguous = desk.await(id, RecipientAmbiguous.class, 1).get(0);
            assertThat(ambiguous.octets()).isEqualTo(4711);
            assertThat(ambiguous.remark().host()).startsWith("mx [");
            assertThat(ambiguous.remark().security()).isEqualTo("TLSv1.3");
            QueueDesk.eventually("waits for longer", () -> desk.fixture().waiting().get(id).due().equals(at.plus(PAUSE)));
            assertThat(host.contents()).as("not at once").isEmpty();
            desk.step(PAUSE);
            desk.completes(id);
            assertThat(host.contents()).hasSize(1);
            assertThat(desk.events(id, QueueEvent.class).stream().map(event -> event.getClass().getSimpleName())).containsExactly("MessageAccepted",
                    "AttemptStarted", "RecipientAmbiguous", "AttemptStarted", "RecipientRelayed", "MessageCompleted");
        }
    }
}
