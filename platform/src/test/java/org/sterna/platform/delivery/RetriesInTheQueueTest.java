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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.TransportRule;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent.MessageAccepted;
import org.sterna.persistence.queue.QueueEvent.RecipientDeferred;
import org.sterna.persistence.queue.QueueEvent.RecipientFailed;
import org.sterna.persistence.queue.QueueEvent.RecipientRelayed;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.destination.DestinationRule;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.platform.transfer.TransportMap;

/** The retry schedule in a queue that runs, day after day, with a clock that is stepped (RFC 5321 section 4.5.4.1). */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class RetriesInTheQueueTest {
    private static final SteppedClock CLOCK = new SteppedClock();
    private static final SwitchedQuotas QUOTAS = new SwitchedQuotas();
    private static ScriptedHost withoutTls;
    private static TestNode node;
    private static QueueDesk desk;

    @BeforeAll
    static void start() throws IOException {
        withoutTls = host(ScriptedHost::willing);
        node = TestNode.start(CassandraExtension.contactPoint());
        QueueSetup setup = new QueueSetup().schedule(Cause.REPLY, Duration.ofMinutes(5), 2, 0).schedule(Cause.CONNECTION, Duration.ofMinutes(7), 1, 0)
                .schedule(Cause.TLS, Duration.ofMinutes(11), 1, 0).schedule(Cause.DNS, Duration.ofMinutes(13), 1, 0.5);
        setup.clock = CLOCK;
        setup.quotas = QUOTAS;
        setup.transports = TransportMap.of(List.of(new TransportRule(List.of("safe.example"), List.of(), destination(withoutTls),
                Optional.of(TransportRule.Tls.ENCRYPT), Optional.empty(), Optional.empty(), Optional.empty())), 25);
        desk = new QueueDesk(TestQueue.with(node, setup), CLOCK);
    }

    @AfterAll
    static void stop() throws IOException {
        desk.fixture().close();
        node.close();
        withoutTls.close();
    }

    private static Duration pause(RecipientDeferred deferred) {
        return Duration.between(deferred.at(), deferred.nextAttempt());
    }

    @Test
    void aDeferralIsTriedAgainAfterGrowingPausesUntilItIsTaken() throws IOException {
        boolean[] takes = {false};
        try (ScriptedHost host = host(said -> said.startsWith("RCPT") && !takes[0] ? "450 4.2.2 mailbox full" : ScriptedHost.willing(said))) {
            QueueId id = desk.accept(to(host));
            RecipientDeferred first = desk.await(id, RecipientDeferred.class, 1).get(0);
            assertThat(first.cause()).isEqualTo(Cause.REPLY);
            assertThat(first.remark().text()).contains("mailbox full");
            assertThat(pause(first)).isEqualTo(Duration.ofMinutes(5));
            assertThat(desk.waits(id).due()).isEqualTo(first.nextAttempt());
            assertThat(desk.waits(id).state()).isEqualTo(WaitingMessage.State.DEFERRED);
            desk.step(Duration.ofMinutes(5).minusMillis(1));
            assertThat(desk.events(id, RecipientDeferred.class)).as("it is not time").hasSize(1);
            desk.step(Duration.ofMillis(1));
            assertThat(pause(desk.await(id, RecipientDeferred.class, 2).get(1))).isEqualTo(Duration.ofMinutes(10));
            QueueDesk.eventually("its line is new", () -> desk.waits(id).due().equals(CLOCK.instant().plus(Duration.ofMinutes(10))));
            takes[0] = true;
            desk.step(Duration.ofMinutes(10));
            desk.completes(id);
            desk.await(id, RecipientRelayed.class, 1);
            assertThat(desk.reports(id)).isEmpty();
        }
        desk.allPlacesAreFree();
    }

    @Test
    void eachCauseHasItsSchedule() throws IOException {
        ScriptedHost gone = host(ScriptedHost::willing);
        gone.close();
        RecipientDeferred refused = desk.await(desk.accept(to(destination(gone))), RecipientDeferred.class, 1).get(0);
        assertThat(refused.cause()).isEqualTo(Cause.CONNECTION);
        assertThat(pause(refused)).isEqualTo(Duration.ofMinutes(7));
        RecipientDeferred open = desk.await(desk.accept(toDomain("safe.example")), RecipientDeferred.class, 1).get(0);
        assertThat(open.cause()).isEqualTo(Cause.TLS);
        assertThat(pause(open)).isEqualTo(Duration.ofMinutes(11));
        assertThat(withoutTls.contents()).isEmpty();
        RecipientDeferred unknown = desk.await(desk.accept(toDomain("silent.example")), RecipientDeferred.class, 1).get(0);
        assertThat(unknown.cause()).isEqualTo(Cause.DNS);
        assertThat(pause(unknown)).as("half of it may be taken off").isBetween(Duration.ofSeconds(390), Duration.ofMinutes(13));
        desk.allPlacesAreFree();
    }

    @Test
    void theRuleOfADestinationGoesBefore() throws IOException {
        try (ScriptedHost host = host("RCPT", "450 4.2.2 mailbox full")) {
            QUOTAS.retry(destination(host), new DestinationRule.Retry(Optional.of(Duration.ofMinutes(1)), Optional.of(Duration.ofMinutes(2)),
                    Optional.of(Duration.ofMinutes(4))));
            QueueId id = desk.accept(to(host));
            assertThat(pause(desk.await(id, RecipientDeferred.class, 1).get(0))).isEqualTo(Duration.ofMinutes(1));
            desk.step(id, Duration.ofMinutes(1));
            assertThat(pause(desk.await(id, RecipientDeferred.class, 2).get(1))).isEqualTo(Duration.ofMinutes(2));
            Instant due = CLOCK.instant().plus(Duration.ofMinutes(2));
            QueueDesk.eventually("its line is new", () -> desk.waits(id).due().equals(due));
            assertThat(desk.waits(id).look()).isEqualTo(desk.acceptance(id).at().plus(Duration.ofMinutes(4)));
            desk.step(Duration.ofMinutes(3));
            RecipientFailed failed = desk.await(id, RecipientFailed.class, 1).get(0);
            assertThat(failed.remark().status()).isEqualTo("4.4.7");
            assertThat(failed.remark().text()).contains("mailbox full");
            desk.completes(id);
        }
    }

    /** The end of the lifetime comes between two attempts, and is not overlooked. */
    @Test
    void whatIsTriedForTooLongIsGivenUpAndItsSenderTold() {
        QueueId id = desk.accept(toDomain("silent.example"));
        for (int attempts = 1; attempts < 4; attempts++) {
            desk.await(id, RecipientDeferred.class, attempts);
            Instant now = CLOCK.instant();
            QueueDesk.eventually("its line is new", () -> desk.waits(id).due().isAfter(now));
            desk.step(Duration.ofMinutes(13));
        }
        desk.await(id, RecipientDeferred.class, 4);
        Instant now = CLOCK.instant();
        QueueDesk.eventually("its line is new", () -> desk.waits(id).due().isAfter(now));
        desk.step(QueueSetup.LIFETIME);
        assertThat(desk.await(id, RecipientFailed.class, 1).get(0).remark().status()).isEqualTo("4.4.7");
        desk.completes(id);
        assertThat(desk.reports(id)).extracting(report -> report.kind()).containsExactly(ReportKind.FAILURE);
        QueueId report = desk.reports(id).get(0).report();
        assertThat(desk.text(report)).contains("\r\nAction: failed\r\nStatus: 4.4.7\r\n");
        assertThat(desk.events(report, MessageAccepted.class).get(0).reversePath()).isEmpty();
    }
}
