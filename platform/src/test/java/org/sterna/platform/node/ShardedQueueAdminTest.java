package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Departures;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.platform.TestNode;
import org.sterna.platform.admin.AdminProgress;
import org.sterna.platform.admin.AdminResult;

/** The queue's commands over real slices. Messages of these tests differ by their senders. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class ShardedQueueAdminTest {
    private static final int SLICES = 16;
    private static final Instant ACCEPTED = Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()).minusSeconds(600);
    private static final Map<QueueId, Order> ORDERS = new ConcurrentHashMap<>();
    private static final Map<QueueId, WaitingMessage> MESSAGES = new ConcurrentHashMap<>();
    private static TestNode node;
    private static QueueAdmin admin;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        QueueSliceEntity.init(node.access().sharding(), ShardedQueueAdminTest::begin, new Closed(), Clock.systemUTC(), new QueueSliceEntity.Limits(10, 10), Optional.empty());
        admin = new QueueAdmin(new ShardedSlices(node.access().sharding(), SLICES), new InMemorySlices(),
                id -> CompletableFuture.completedFuture(List.of()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Nothing is ever sent. */
    private static final class Closed implements Departures {
        @Override
        public boolean tryStart(String destination) {
            return false;
        }

        @Override
        public void ended(String destination) {
            throw new AssertionError("nothing was started");
        }

        @Override
        public void whenOpen(String destination, Runnable wake) {
            assertThat(destination).isNotEmpty();
        }
    }

    /** What was released is looked at, and waits on. */
    private static Behavior<?> begin(QueueId id, Order order, ActorRef<QueueSliceEntity.Outcome> outcomes) {
        return Behaviors.setup(context -> {
            ORDERS.put(id, order);
            outcomes.tell(order instanceof Order.Look ? new QueueSliceEntity.Again(MESSAGES.get(id)) : new QueueSliceEntity.Complete(id));
            return Behaviors.stopped();
        });
    }

    private static List<QueueId> waits(String sender, int count, WaitingMessage.State state) {
        List<QueueId> ids = new ArrayList<>();
        List<CompletableFuture<Done>> taken = new ArrayList<>();
        Instant now = Clock.systemUTC().instant();
        for (int i = 0; i < count; i++) {
            QueueId id = new QueueId(new Incarnation(sender), 0, i);
            WaitingMessage message = new WaitingMessage(id, ACCEPTED, sender + "@example.org", List.of("smith@example.com"), 1000 + i, 0, "example.com", state,
                    now.plus(Duration.ofHours(1)).plusSeconds(i), now.plus(Duration.ofDays(1)), "450 4.7.1 not now");
            ids.add(id);
            MESSAGES.put(id, message);
            taken.add(QueueSliceEntity.ref(node.access().sharding(), QueueSliceEntity.sliceOf(id, SLICES))
                    .<Done>ask(replyTo -> new QueueSliceEntity.Take(message, replyTo), Duration.ofSeconds(60)).toCompletableFuture());
        }
        taken.forEach(TestNode::await);
        return ids;
    }

    private static AdminResult handle(String... words) {
        List<String> command = new ArrayList<>(List.of("queue"));
        command.addAll(List.of(words));
        return TestNode.await(admin.handle(command, AdminProgress.NONE));
    }

    @Test
    void allSlicesAreListedAndCounted() {
        List<QueueId> ids = waits("list", 300, WaitingMessage.State.DEFERRED);
        AdminResult list = handle("list", "--sender", "list@example.org", "--limit", "5");
        assertThat(list.error()).isEmpty();
        assertThat(list.output().lines().findFirst()).contains("300 waiting, 0 being tried for the first time on this node; the first 5 of those waiting:");
        assertThat(list.output().lines().skip(1).map(line -> line.split(" ")[0])).containsExactlyElementsOf(ids.subList(0, 5).stream().map(QueueId::toString).toList());
        assertThat(handle("count", "--by", "state", "--sender", "LIST@*").output()).isEqualTo("ready        0\ndeferred   300\nscheduled    0\nheld         0");
        assertThat(handle("count", "--sender", "list@*").output().lines().skip(1)).allMatch(line -> line.matches(".* 300 +0 +0 +300( +0)+"));
    }

    @Test
    void someAreHeldAndReleasedAndGivenUp() {
        List<QueueId> ids = waits("hold", 200, WaitingMessage.State.DEFERRED);
        assertThat(handle("hold", ids.get(3).toString(), ids.get(4).toString())).isEqualTo(AdminResult.done("2 messages held"));
        assertThat(handle("list", "--sender", "hold@*", "--state", "held", "--json").output()).contains(ids.get(3).toString(), ids.get(4).toString())
                .contains("\"state\":\"held\"");
        assertThat(handle("hold", "--sender", "hold@*")).isEqualTo(AdminResult.done("198 messages held"));
        assertThat(handle("retry", "--sender", "hold@*").output()).isEqualTo("0 messages made due");
        assertThat(handle("release", "--sender", "hold@*").output()).isEqualTo("200 messages released");
        assertThat(handle("retry", "--sender", "hold@*").output()).isEqualTo("200 messages made due");
        assertThat(handle("list", "--sender", "hold@*", "--state", "deferred").output()).startsWith("200 waiting");
        assertThat(handle("remove", ids.get(0).toString()).output()).isEqualTo("1 message removed");
        Await.until("it is removed, and what was looked at is back", Duration.ofSeconds(90), () -> new Order.Remove().equals(ORDERS.get(ids.get(0)))
                && handle("list", "--sender", "hold@*").output().startsWith("199 waiting"));
        assertThat(handle("remove", ids.get(0).toString()).status()).isEqualTo(1);
        assertThat(handle("bounce", "--sender", "hold@*", "--because", "gone")).isEqualTo(AdminResult.done("199 messages bounced"));
        Await.until("all are gone", Duration.ofSeconds(90), () -> handle("list", "--sender", "hold@*").output().startsWith("0 waiting"));
        assertThat(ORDERS.get(ids.get(199))).isEqualTo(new Order.Bounce("gone"));
    }

    @Test
    void aMessageIsAtItsPlace() {
        QueueId id = waits("place", 1, WaitingMessage.State.DEFERRED).get(0);
        assertThat(TestNode.await(admin.whereabouts(id, List.of()))).isInstanceOf(Whereabouts.Waiting.class);
        assertThat(TestNode.await(admin.whereabouts(new QueueId(new Incarnation("nowhere"), 0, 0), List.of()))).isEqualTo(new Whereabouts.OnItsWay());
    }

    @Test
    void aLargeQueueIsShownInPart() {
        waits("large", 5_000, WaitingMessage.State.DEFERRED);
        assertThat(handle("list", "--sender", "large@*", "--sort", "size").output().lines()).hasSize(101);
        assertThat(handle("count", "--sender", "large@*").error()).isEmpty();
        assertThat(handle("remove", "--sender", "large@*").output()).isEqualTo("5000 messages removed");
    }
}
