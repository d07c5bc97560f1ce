package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.to;
import static org.sterna.platform.delivery.QueueDesk.toDomain;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** What operators want of messages that wait, and of those that are being tried. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class OrdersTest {
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

    /** The order comes when the host has the message and has not answered yet. */
    private static QueueId ordered(Order order, String answer) throws IOException {
        CompletableFuture<String> answered = new CompletableFuture<>();
        try (ScriptedHost host = QueueDesk.host(said -> said.equals(".") ? answered.join() : ScriptedHost.willing(said))) {
            QueueId id = desk.accept(to(host));
            QueueDesk.eventually("the host has it", () -> host.contents().size() == 1);
            assertThat(desk.fixture().queue().order(id, order)).isTrue();
            answered.complete(answer);
            QueueDesk.eventually("the attempt is over", () -> !desk.events(id, QueueEvent.MessageCompleted.class).isEmpty()
                    || !desk.events(id, QueueEvent.HandedToSlice.class).isEmpty());
            return id;
        }
    }

    private static List<String> names(QueueId id) {
        return desk.events(id, QueueEvent.class).stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void whatIsBouncedWhileItWaitsIsReturned() {
        QueueId id = desk.accept(toDomain(DEAD));
        desk.waits(id);
        assertThat(desk.fixture().act(new Operation.Bounce("nobody wants it"), Selection.of(id))).isEqualTo(1);
        desk.completes(id);
        assertThat(names(id)).containsExactly("MessageAccepted", "HandedToSlice", "RecipientFailed", "ReportQueued", "MessageCompleted");
        assertThat(desk.reports(id).get(0).kind()).isEqualTo(ReportKind.FAILURE);
        assertThat(desk.text(desk.reports(id).get(0).report())).contains("\r\nStatus: 5.0.0\r\n", "obody wants it");
        QueueDesk.eventually("its slice lets go", () -> !desk.fixture().waiting().containsKey(id));
    }

    @Test
    void whatIsRemovedWhileItWaitsIsGoneAndNobodyIsTold() {
        QueueId id = desk.accept(toDomain(DEAD));
        desk.waits(id);
        assertThat(desk.fixture().act(new Operation.Remove(), Selection.of(id))).isEqualTo(1);
        desk.completes(id);
        assertThat(names(id)).containsExactly("MessageAccepted", "HandedToSlice", "MessageRemoved", "MessageCompleted");
        QueueDesk.eventually("its slice lets go", () -> !desk.fixture().waiting().containsKey(id));
    }

    @Test
    void whatIsRemovedInAnAttemptThatSucceedsIsDelivered() throws IOException {
        assertThat(names(ordered(new Order.Remove(), "250 fine"))).containsExactly("MessageAccepted", "AttemptStarted", "RecipientRelayed", "MessageCompleted");
    }

    @Test
    void whatIsRemovedInAnAttemptThatFailsIsGone() throws IOException {
        assertThat(names(ordered(new Order.Remove(), "450 4.2.0 later"))).containsExactly("MessageAccepted", "AttemptStarted", "RecipientDeferred",
                "MessageRemoved", "MessageCompleted");
    }

    @Test
    void whatIsBouncedInAnAttemptThatFailsIsReturned() throws IOException {
        QueueId id = ordered(new Order.Bounce("nobody wants it"), "450 4.2.0 later");
        assertThat(names(id)).containsExactly("MessageAccepted", "AttemptStarted", "RecipientDeferred", "RecipientFailed", "ReportQueued",
                "MessageCompleted");
        assertThat(desk.text(desk.reports(id).get(0).report())).contains("obody wants it");
    }

    @Test
    void whatIsHeldInAnAttemptThatFailsIsHeldByItsSlice() throws IOException {
        QueueId id = ordered(new Order.Hold(), "450 4.2.0 later");
        assertThat(desk.waits(id).state()).isEqualTo(WaitingMessage.State.HELD);
        desk.step(Duration.ofHours(5));
        assertThat(desk.waits(id).state()).isEqualTo(WaitingMessage.State.HELD);
        assertThat(names(id)).as("neither tried nor reported").containsExactly("MessageAccepted", "AttemptStarted", "RecipientDeferred", "HandedToSlice");
        desk.fixture().act(new Operation.Release(), Selection.of(id));
        desk.await(id, QueueEvent.ReportQueued.class, 1);
        QueueDesk.eventually("the look is over", () -> desk.waits(id).look().isAfter(CLOCK.instant().plusSeconds(60)));
        desk.step(Duration.ofSeconds(2));
        desk.await(id, QueueEvent.RecipientDeferred.class, 2);
    }

    /** Its octets are not in memory, so it cannot be returned at once: its slice does it. */
    @Test
    void anOrderThatComesTooLateForTheFirstAttemptIsPassedOnToTheSlice() {
        MailParameters inAnHour = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), DsnRequest.NONE, Optional.empty(),
                Optional.of(new FutureRelease.HoldFor(Duration.ofHours(1))), OptionalInt.empty());
        int caught = 0;
        for (int i = 0; i < 300 && caught < 5; i++) {                    // most are caught; the machine decides which
            QueueId id = desk.accept(QueueDesk.SENDER, inAnHour, Optional.empty(), toDomain(DEAD));
            if (desk.fixture().queue().order(id, new Order.Bounce("nobody wants it"))) {
                caught++;
                desk.completes(id);
                assertThat(desk.reports(id)).extracting(QueueEvent.ReportQueued::kind).containsExactly(ReportKind.FAILURE);
            }
        }
        assertThat(caught).isPositive();
    }
}
