package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.destination;
import static org.sterna.platform.delivery.QueueDesk.host;
import static org.sterna.platform.delivery.QueueDesk.to;
import static org.sterna.platform.delivery.QueueDesk.toDomain;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.transfer.ScriptedHost;

/** Messages whose destination has no place wait for it, in memory for a moment and then in their slice, and cost nothing meanwhile. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class WithoutPlaceTest {
    private static final SteppedClock CLOCK = new SteppedClock();
    private static final SwitchedQuotas QUOTAS = new SwitchedQuotas();
    private static TestNode node;
    private static QueueDesk desk;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        desk = new QueueDesk(TestQueue.with(node, setup()), CLOCK);
    }

    private static QueueSetup setup() {
        QueueSetup setup = new QueueSetup();
        setup.clock = CLOCK;
        setup.quotas = QUOTAS;
        setup.counted = true;
        setup.placePatience = Duration.ofSeconds(8);     // long enough for a busy machine to take a look meanwhile
        return setup;
    }

    @AfterAll
    static void stop() {
        desk.fixture().close();
        node.close();
    }

    /** The last event of each entity: old ones may be dropped meanwhile, behind a snapshot. */
    private static Map<String, Long> lastEvents() {
        Map<String, Long> last = new TreeMap<>();
        TestNode.await(node.database().readAll(node.database().prepare("SELECT persistence_id, number FROM journal").bind(),
                row -> Map.entry(row.getString("persistence_id"), row.getLong("number")))).forEach(row -> last.merge(row.getKey(), row.getValue(), Math::max));
        return last;
    }

    @Test
    void whatWaitsForADeadDestinationCostsNoStatementAndGoesWhenItIsBack() throws IOException {
        int many = 300;
        desk.fixture().act(new Operation.Remove(), Selection.ALL);
        QueueDesk.eventually("nothing else waits", () -> desk.fixture().waiting().isEmpty() && desk.fixture().queue().active() == 0);
        try (ScriptedHost host = host(ScriptedHost::willing)) {
            QUOTAS.of(destination(host)).down();
            List<QueueId> ids = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                ids.add(desk.accept(to(host)));
            }
            ids.forEach(desk::waits);
            QueueDesk.eventually("no first attempt is left", () -> desk.fixture().queue().active() == 0);
            desk.fixture().poke();
            long statements = desk.fixture().statements();
            Map<String, Long> events = lastEvents();
            for (int minute = 0; minute < 180; minute += 5) {
                desk.step(Duration.ofMinutes(5));
            }
            assertThat(desk.fixture().waiting()).containsKeys(ids.toArray(QueueId[]::new));
            assertThat(desk.fixture().statements() - statements).as("of the queue").isLessThanOrEqualTo(1);     // how far the node's windows are done
            assertThat(lastEvents()).as("of its slice").isEqualTo(events);
            QUOTAS.of(destination(host)).open();
            QueueDesk.eventually("all are gone", () -> ids.stream().noneMatch(desk.fixture().waiting()::containsKey));
            assertThat(host.contents()).hasSize(many);
            for (QueueId id : ids) {
                assertThat(desk.events(id, QueueEvent.class).stream().map(event -> event.getClass().getSimpleName())).containsExactly("MessageAccepted",
                        "HandedToSlice", "AttemptStarted", "RecipientRelayed", "MessageCompleted");
            }
        }
        desk.allPlacesAreFree();
    }

    @Test
    void aFirstAttemptWaitsForAPlaceInMemory() throws IOException {
        try (ScriptedHost host = host(ScriptedHost::willing)) {
            QUOTAS.of(destination(host)).exhausted();
            QueueId id = desk.accept(to(host));
            assertThat(desk.fixture().queue().activeMessages()).extracting(WaitingMessage::id).contains(id);
            QUOTAS.of(destination(host)).open();
            desk.completes(id);
            assertThat(desk.events(id, QueueEvent.HandedToSlice.class)).isEmpty();
            QueueDesk.eventually("it is over", () -> desk.fixture().queue().active() == 0);
        }
        desk.allPlacesAreFree();
    }

    @Test
    void aFirstAttemptThatWaitsTooLongForAPlaceGoesToItsSliceAndHasNotFailed() throws IOException {
        try (ScriptedHost host = host(ScriptedHost::willing)) {
            QUOTAS.of(destination(host)).exhausted();
            QueueId id = desk.accept(to(host));
            WaitingMessage line = desk.waits(id);
            assertThat(line.state()).isEqualTo(WaitingMessage.State.READY);
            assertThat(line.reason()).isEqualTo("waits for a place on the way to " + destination(host));
            assertThat(desk.events(id, QueueEvent.RecipientDeferred.class)).isEmpty();
            desk.step(Duration.ofSeconds(2));
            QUOTAS.of(destination(host)).open();
            desk.completes(id);
        }
        desk.allPlacesAreFree();
    }

    @Test
    void oneWayWithoutAPlaceDoesNotHoldUpTheOther() throws IOException {
        try (ScriptedHost host = host(ScriptedHost::willing)) {
            QUOTAS.of("dead.example").down();
            QueueId id = desk.accept(toDomain("dead.example"), to(host));
            WaitingMessage line = desk.waits(id);
            assertThat(line.destination()).as("it waits for the one that is left").isEqualTo("dead.example");
            assertThat(desk.events(id, QueueEvent.RecipientRelayed.class)).extracting(QueueEvent.RecipientRelayed::recipient).containsExactly(1);
            assertThat(desk.events(id, QueueEvent.RecipientDeferred.class)).isEmpty();
        }
    }

    /** Nobody wakes what waits for two destinations: it is read again, the more rarely the longer it waits. */
    @Test
    void whatWaitsForTwoDestinationsIsReadAgainMoreAndMoreRarely() {
        QUOTAS.of("dead.example").down();
        QUOTAS.of("gone.example").down();
        QueueId id = desk.accept(toDomain("dead.example"), toDomain("gone.example"));
        assertThat(desk.waits(id).destination()).isEmpty();
        assertThat(desk.waits(id).due()).isEqualTo(CLOCK.instant().plusSeconds(30));
        desk.step(Duration.ofMinutes(80));
        QueueDesk.eventually("a longer pause", () -> desk.waits(id).due().equals(CLOCK.instant().plus(Duration.ofMinutes(10))));
        assertThat(desk.events(id, QueueEvent.RecipientDeferred.class)).isEmpty();
    }

    @Test
    void aHostThatHangsCostsItsPlaceNoLongerThanItsAttempt() throws IOException {
        QueueSetup hasty = setup();
        hasty.patience = Duration.ofSeconds(1);
        try (ScriptedHost host = host("greeting", "silence"); TestNode another = TestNode.start(CassandraExtension.contactPoint())) {
            QueueDesk hurried = new QueueDesk(TestQueue.with(another, hasty), CLOCK);
            QueueId id = hurried.accept(to(host));
            assertThat(hurried.await(id, QueueEvent.RecipientDeferred.class, 1).get(0).cause()).isEqualTo(Cause.CONNECTION);
            hurried.waits(id);
            hurried.step(Duration.ofHours(1));
            hurried.await(id, QueueEvent.RecipientDeferred.class, 2);
            hurried.allPlacesAreFree();
            hurried.fixture().close();
        }
    }

    /** Its actor is stopped with the node's other actors, in the middle. */
    @Test
    void anAttemptThatIsBrokenOffGivesItsPlaceBack() throws IOException {
        CompletableFuture<String> never = new CompletableFuture<>();
        try (ScriptedHost host = host(said -> said.equals(".") ? never.join() : ScriptedHost.willing(said))) {
            QueueDesk other;
            try (TestNode breaks = TestNode.start(CassandraExtension.contactPoint())) {
                other = new QueueDesk(TestQueue.with(breaks, setup()), CLOCK);
                other.accept(to(host));
                QueueDesk.eventually("the host has it", () -> host.contents().size() == 1);
                assertThat(other.fixture().relay().loads()).anyMatch(load -> load.places() == 1);
            }
            other.allPlacesAreFree();
            other.fixture().close();
            never.complete("250 fine");
        }
    }
}
