package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.toDomain;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** What becomes of messages whose destination takes nothing: nobody tries them, and they are not forgotten. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class LooksTest {
    private static final Duration NOTICE = Duration.ofHours(4);
    private static final Duration RENEWAL = Duration.ofDays(20);
    private static final String DEAD = "dead.example";
    private static final SteppedClock CLOCK = new SteppedClock();
    private static TestNode node;
    private static QueueDesk desk;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        SwitchedQuotas quotas = new SwitchedQuotas();
        quotas.of(DEAD).down();
        QueueSetup setup = new QueueSetup();
        setup.clock = CLOCK;
        setup.quotas = quotas;
        desk = new QueueDesk(TestQueue.with(node, setup), CLOCK);
    }

    @AfterAll
    static void stop() {
        desk.fixture().close();
        node.close();
    }

    private static MailParameters by(Duration within, DeliverBy.Mode mode) {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), DsnRequest.NONE, Optional.of(new DeliverBy(within, mode, false)),
                Optional.empty(), OptionalInt.empty());
    }

    private static void looksAgainAt(QueueId id, Instant look) {
        QueueDesk.eventually("looked at again at " + look, () -> desk.waits(id).look().equals(look));
    }

    @Test
    void whatWasNeverTriedIsReportedAsDelayedOnceAndGivenUpInTheEnd() {        // RFC 3461 section 5.2.5, RFC 5321 section 4.5.4.1
        QueueId id = desk.accept(toDomain(DEAD));
        WaitingMessage line = desk.waits(id);
        Instant at = desk.acceptance(id).at();
        assertThat(line.state()).isEqualTo(WaitingMessage.State.READY);
        assertThat(line.destination()).isEqualTo(DEAD);
        assertThat(line.reason()).contains(DEAD);
        assertThat(line.look()).isEqualTo(at.plus(NOTICE));
        desk.step(NOTICE.minusSeconds(1));
        assertThat(desk.reports(id)).isEmpty();
        desk.step(Duration.ofSeconds(1));
        assertThat(desk.await(id, QueueEvent.ReportQueued.class, 1).get(0).kind()).isEqualTo(ReportKind.DELAY);
        assertThat(desk.text(desk.reports(id).get(0).report())).contains("\r\nAction: delayed\r\nStatus: 4.");
        looksAgainAt(id, at.plus(QueueSetup.LIFETIME));
        assertThat(desk.waits(id).state()).isEqualTo(WaitingMessage.State.READY);
        desk.step(NOTICE);
        assertThat(desk.reports(id)).as("once").hasSize(1);
        desk.step(QueueSetup.LIFETIME);
        assertThat(desk.await(id, QueueEvent.RecipientFailed.class, 1).get(0).remark().status()).isEqualTo("4.4.7");
        desk.completes(id);
        assertThat(desk.reports(id)).extracting(QueueEvent.ReportQueued::kind).containsExactly(ReportKind.DELAY, ReportKind.FAILURE);
        assertThat(desk.events(id, QueueEvent.RecipientDeferred.class)).isEmpty();
        desk.allPlacesAreFree();
    }

    @Test
    void theTimeOfByPassesWithoutAnAttempt() {                                  // RFC 2852 section 4.1.3
        QueueId returned = desk.accept(QueueDesk.SENDER, by(Duration.ofMinutes(10), DeliverBy.Mode.RETURN), Optional.empty(), toDomain(DEAD));
        QueueId notified = desk.accept(QueueDesk.SENDER, by(Duration.ofMinutes(10), DeliverBy.Mode.NOTIFY), Optional.empty(), toDomain(DEAD));
        desk.waits(returned);
        desk.waits(notified);
        desk.step(Duration.ofMinutes(10));
        assertThat(desk.await(returned, QueueEvent.RecipientFailed.class, 1).get(0).remark().status()).isEqualTo("5.4.7");
        desk.completes(returned);
        assertThat(desk.reports(returned)).extracting(QueueEvent.ReportQueued::kind).containsExactly(ReportKind.FAILURE);
        assertThat(desk.await(notified, QueueEvent.ReportQueued.class, 1).get(0).kind()).isEqualTo(ReportKind.DEADLINE);
        looksAgainAt(notified, desk.acceptance(notified).at().plus(NOTICE));
        assertThat(desk.events(notified, QueueEvent.RecipientFailed.class)).isEmpty();
    }

    private static List<Long> written(QueueId id) {
        return TestNode.await(node.database().readAll(node.database().prepare("SELECT writetime(event) AS at FROM intake WHERE incarnation = ?"
                + " AND \"window\" = ? AND message = ?").bind(id.incarnation().value(), id.window(), id.message()), row -> row.getLong("at")));
    }

    private static int life(BlobId blob) {
        return TestNode.await(node.database().readOne(node.database().prepare("SELECT ttl(data) AS life FROM blob WHERE id = ? AND bucket = 0 AND chunk = 0")
                .bind(blob.value()), row -> row.getInt("life"))).orElseThrow();
    }

    @Test
    void aHeldMessageIsNeitherReportedNorGivenUpAndIsWrittenAnewBeforeItIsForgotten() {
        BlobId blob = BlobId.random(new Random(7));
        byte[] octets = QueueDesk.MESSAGE.getBytes(US_ASCII);
        TestNode.await(desk.fixture().blobs().write(blob, 0, ByteBuffer.wrap(octets), Optional.of(Duration.ofHours(1))));
        QueueId id = TestNode.await(desk.fixture().queue().accept(new NewQueuedMessage(Optional.empty(), Optional.empty(), QueueDesk.SENDER,
                List.of(toDomain(DEAD)), MailParameters.NONE, Optional.empty(), Optional.empty(), new OctetsPlace.InBlob(blob, octets.length), new byte[0],
                unused -> new byte[0], List.of(), Optional.empty())));
        desk.waits(id);
        Instant at = desk.acceptance(id).at();
        assertThat(desk.fixture().act(new Operation.Hold(), Selection.of(id))).isEqualTo(1);
        assertThat(desk.waits(id).state()).isEqualTo(WaitingMessage.State.HELD);
        List<Long> before = written(id);
        desk.step(NOTICE.plusDays(6));
        looksAgainAt(id, at.plus(RENEWAL));
        assertThat(desk.reports(id)).isEmpty();
        assertThat(desk.events(id, QueueEvent.RecipientFailed.class)).isEmpty();
        desk.step(RENEWAL);
        Instant renewed = desk.await(id, QueueEvent.MessageRenewed.class, 1).get(0).at();
        looksAgainAt(id, renewed.plus(RENEWAL));
        assertThat(desk.waits(id).state()).isEqualTo(WaitingMessage.State.HELD);
        assertThat(written(id)).as("all rows are young").hasSize(before.size() + 1).allMatch(time -> time > before.get(before.size() - 1));
        assertThat(life(blob)).isGreaterThan(3600);
        desk.step(RENEWAL);
        desk.await(id, QueueEvent.MessageRenewed.class, 2);
        assertThat(desk.reports(id)).isEmpty();

        desk.fixture().act(new Operation.Release(), Selection.of(id));
        desk.step(Duration.ofMinutes(1));
        desk.await(id, QueueEvent.RecipientFailed.class, 1);
        desk.completes(id);
    }
}
