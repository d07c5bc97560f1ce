package org.sterna.persistence.queue.pekko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sterna.persistence.queue.WaitingMessages.NOW;
import static org.sterna.persistence.queue.WaitingMessages.id;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.queue.Departures;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.Tally;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.WaitingMessage.State;
import org.sterna.persistence.queue.WaitingMessages;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Act;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Acted;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Again;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Complete;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Count;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Find;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Found;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Limits;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Outcome;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Take;

@Timeout(300)
class QueueSliceEntityTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Instant LATER = NOW.plus(Duration.ofDays(2));

    /** What a child does: tells its outcome and stops, or stops without a word. */
    private record End(Optional<Outcome> outcome) { }

    private record Started(int number, QueueId id, Order order, ActorRef<End> child) {
        void complete() {
            child.tell(new End(Optional.of(new Complete(id))));
        }

        void again(WaitingMessages message) {
            child.tell(new End(Optional.of(new Again(message.message()))));
        }

        void die() {
            child.tell(new End(Optional.empty()));
        }
    }

    /** Places of destinations; one that is not named has any number. */
    private static final class Places implements Departures {
        private final Map<String, Integer> free = new HashMap<>();
        private final Map<String, List<Runnable>> waiting = new HashMap<>();
        private int asked;

        synchronized void set(String destination, int places) {
            free.put(destination, places);
            Optional.ofNullable(waiting.remove(destination)).ifPresent(all -> all.forEach(Runnable::run));
        }

        synchronized int asked() {
            return asked;
        }

        @Override
        public synchronized boolean tryStart(String destination) {
            asked++;
            int places = free.getOrDefault(destination, Integer.MAX_VALUE / 2);
            free.put(destination, Math.max(0, places - 1));
            return places > 0;
        }

        @Override
        public synchronized void ended(String destination) {
            set(destination, free.get(destination) + 1);
        }

        @Override
        public synchronized void whenOpen(String destination, Runnable wake) {
            if (free.getOrDefault(destination, 1) > 0) {        // it was opened since it was asked
                wake.run();
                return;
            }
            waiting.computeIfAbsent(destination, unused -> new ArrayList<>()).add(wake);
        }
    }

    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("""
            pekko.persistence.testkit.events.serialize = off
            pekko.persistence.testkit.snapshots.serialize = off
            pekko.loglevel = OFF
            pekko.actor.testkit.typed { default-timeout = 60s, system-shutdown-default = 60s, single-expect-default = 60s }
            """).withFallback(PersistenceTestKitPlugin.config()).withFallback(PersistenceTestKitSnapshotPlugin.config()).withFallback(ConfigFactory.load()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<Started> attempts = kit.createTestProbe();
    private final Places places = new Places();
    private final Set<QueueId> inAttempt = new HashSet<>();
    private final AtomicInteger begun = new AtomicInteger();
    /** Of children that began together the first word may come from any. */
    private final Map<Integer, Started> early = new HashMap<>();
    private int seen;
    private final AtomicInteger overlaps = new AtomicInteger();
    private final ActorRef<QueueSliceEntity.Message> slice = kit.spawn(QueueSliceEntity.create("3", this::begin, places, Clock.fixed(NOW, ZoneOffset.UTC),
            new Limits(2, 3)));

    private Behavior<?> begin(QueueId id, Order order, ActorRef<Outcome> outcomes) {
        int number = begun.incrementAndGet();
        return Behaviors.setup((ActorContext<End> context) -> {
            synchronized (inAttempt) {
                overlaps.addAndGet(inAttempt.add(id) ? 0 : 1);
            }
            attempts.getRef().tell(new Started(number, id, order, context.getSelf()));
            return Behaviors.receive(End.class).onMessage(End.class, end -> {
                end.outcome().ifPresent(outcomes::tell);
                return Behaviors.stopped();
            }).onSignal(PostStop.class, stopped -> {
                synchronized (inAttempt) {
                    inAttempt.remove(id);
                }
                if (order instanceof Order.Attempt attempt) {
                    attempt.place().ifPresent(places::ended);
                }
                return Behaviors.same();
            }).build();
        });
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
        assertThat(overlaps).as("messages in two attempts at a time").hasValue(0);
    }

    @Test
    void whatCouldNotBePersistedIsNotSeenAgain() {
        take(waiting(1)).receiveMessage(LONG);
        journal.failNextPersisted("slice|3");
        TestProbe<Done> refused = take(waiting(2));
        assertThat(find(Selection.ALL).messages()).extracting(WaitingMessage::id).containsExactly(id(1));
        refused.expectNoMessage(Duration.ofMillis(1));
        take(waiting(2)).receiveMessage(LONG);
        assertThat(find(Selection.ALL).messages()).extracting(WaitingMessage::id).containsExactly(id(1), id(2));
    }

    @Test
    void afterAFailedWriteNothingRunsTwiceAndWhatRanRunsAgain() {
        take(waiting(1).due(NOW)).receiveMessage(LONG);
        Started first = attempt();
        journal.failNextPersisted("slice|3");
        take(waiting(2));
        Started second = attempt();
        assertThat(second.id()).isEqualTo(id(1));
        assertThat(second.child()).isNotEqualTo(first.child());
        second.complete();
        Await.until("it is gone", () -> find(Selection.ALL).matching() == 0);
    }

    @Test
    void withoutADestinationOnlyAFewRunAtATime() {
        for (int i = 1; i <= 3; i++) {
            take(waiting(i).at("").due(NOW.minusSeconds(10 - i))).receiveMessage(LONG);
        }
        Started first = attempt();
        Started second = attempt();
        assertThat(List.of(first.id(), second.id())).containsExactly(id(1), id(2));
        assertThat(first.order()).isEqualTo(new Order.Attempt(Optional.empty()));
        noAttempt();
        first.complete();
        Started third = attempt();
        assertThat(third.id()).isEqualTo(id(3));
        second.again(waiting(2).at("").because("451 other"));
        third.complete();
        List<WaitingMessage> left = List.of(waiting(2).at("").because("451 other").message());
        Await.until("they have ended", () -> find(Selection.ALL).messages().equals(left));
        noAttempt();
    }

    @Test
    void withADestinationTheyRunAsPlacesAllowAndWaitUntilItIsOpened() {
        places.set("example.org", 1);
        for (int i = 1; i <= 4; i++) {
            take(waiting(i).due(NOW)).receiveMessage(LONG);
        }
        Started first = attempt();
        assertThat(first.order()).isEqualTo(new Order.Attempt(Optional.of("example.org")));
        noAttempt();
        int asked = places.asked();
        take(waiting(5).due(NOW)).receiveMessage(LONG);
        assertThat(places.asked()).as("not asked again before it is opened").isEqualTo(asked);
        first.complete();                                   // gives its place back
        Started second = attempt();
        assertThat(second.id()).isEqualTo(id(2));
        places.set("example.org", 99);
        assertThat(List.of(attempt().id(), attempt().id())).containsExactly(id(3), id(4));
        noAttempt();                                        // three with a place are the most in one slice
        second.complete();
        assertThat(attempt().id()).isEqualTo(id(5));
    }

    @Test
    void whatHasNoPlaceIsLookedAtInTime() {
        places.set("example.org", 0);
        take(waiting(1).due(NOW).look(NOW.minusSeconds(1))).receiveMessage(LONG);
        Started look = attempt();
        assertThat(look.order()).isEqualTo(new Order.Look());
        look.again(waiting(1).due(NOW).look(NOW));          // says the same again: it is not asked in a circle
        Await.until("it waits", () -> find(Selection.ALL).messages().stream().anyMatch(each -> each.look().isAfter(NOW)));
        noAttempt();
    }

    @Test
    void whatDiesWithoutAWordIsTriedAgainLater() {
        take(waiting(1).due(NOW)).receiveMessage(LONG);
        attempt().die();
        Await.until("it waits again", () -> find(Selection.ALL).messages().get(0).reason().equals("the attempt was broken off"));
        assertThat(find(Selection.ALL).messages().get(0).due()).isEqualTo(NOW.plusSeconds(30));
        noAttempt();
    }

    @Test
    void manyTakenAtOnceShareWritesAndAreAllAnswered() {
        TestProbe<Done> answers = kit.createTestProbe();
        for (int i = 0; i < 1_000; i++) {
            slice.tell(new Take(waiting(i).message(), answers.getRef()));
        }
        for (int i = 0; i < 1_000; i++) {
            answers.receiveMessage(LONG);
        }
        assertThat(find(Selection.ALL).matching()).isEqualTo(1_000);
        kit.stop(slice);
        ActorRef<QueueSliceEntity.Message> again = kit.spawn(QueueSliceEntity.create("3", this::begin, places, Clock.fixed(NOW, ZoneOffset.UTC), new Limits(2, 3)));
        TestProbe<Found> found = kit.createTestProbe();
        again.tell(new Find(Selection.ALL, Sort.DUE, 0, found.getRef()));
        assertThat(found.receiveMessage(LONG).matching()).isEqualTo(1_000);
    }

    /** RFC 4865: longer than any timer of Pekko. */
    @Test
    void whatIsHeldForAYearDoesNotKeepTheOthersFromBeingTried() {
        take(waiting(1).due(NOW.plus(Duration.ofDays(365))).look(NOW.plus(Duration.ofDays(365)))).receiveMessage(LONG);
        take(waiting(2).due(NOW)).receiveMessage(LONG);
        assertThat(attempt().id()).isEqualTo(id(2));
    }

    @Test
    void listingsAreSortedAndCut() {
        take(waiting(1).octets(5)).receiveMessage(LONG);
        take(waiting(2).octets(9).from("")).receiveMessage(LONG);
        take(waiting(3).octets(7)).receiveMessage(LONG);
        TestProbe<Found> found = kit.createTestProbe();
        slice.tell(new Find(Selection.ALL, Sort.SIZE, 2, found.getRef()));
        Found answer = found.receiveMessage(LONG);
        assertThat(answer.messages()).extracting(WaitingMessage::id).containsExactly(id(2), id(3));
        assertThat(answer.matching()).isEqualTo(3);
        assertThat(answer.slice()).isEqualTo(3);
        TestProbe<Tally> tally = kit.createTestProbe();
        slice.tell(new Count(Selection.ALL.withSender("<>"), 5, tally.getRef()));
        assertThat(tally.receiveMessage(LONG).total().count()).isEqualTo(1);
    }

    @Test
    void holdAndReleaseGoInStepsAndReportThem() {
        for (int i = 0; i < 5; i++) {
            take(waiting(i)).receiveMessage(LONG);
        }
        assertThat(act(new Operation.Hold(), Selection.ALL, Optional.empty(), 2)).isEqualTo(new Acted(2, Optional.of(id(1))));
        assertThat(act(new Operation.Hold(), Selection.ALL, Optional.of(id(1)), 2)).isEqualTo(new Acted(2, Optional.of(id(3))));
        assertThat(act(new Operation.Hold(), Selection.ALL, Optional.of(id(3)), 2)).isEqualTo(new Acted(1, Optional.empty()));
        assertThat(act(new Operation.Hold(), Selection.ALL, Optional.empty(), 2)).isEqualTo(new Acted(0, Optional.empty()));
        assertThat(act(new Operation.Retry(), Selection.ALL, Optional.empty(), 9).count()).isZero();
        noAttempt();
        assertThat(act(new Operation.Release(), Selection.of(id(2)), Optional.empty(), 9)).isEqualTo(new Acted(1, Optional.empty()));
        assertThat(act(new Operation.Release(), Selection.of(id(2)), Optional.empty(), 9).count()).isZero();
        assertThat(act(new Operation.Retry(), Selection.ALL, Optional.empty(), 9).count()).isEqualTo(1);
        assertThat(attempt().id()).isEqualTo(id(2));
        assertThat(find(Selection.ALL.withStates(Set.of(State.HELD))).matching()).isEqualTo(4);
    }

    @Test
    void whatIsInAnAttemptIsHeldOrHurriedBehindIt() {
        take(waiting(1).due(NOW)).receiveMessage(LONG);
        take(waiting(2).due(NOW)).receiveMessage(LONG);
        Started first = attempt();
        Started second = attempt();
        assertThat(act(new Operation.Hold(), Selection.of(id(1)), Optional.empty(), 9).count()).isEqualTo(1);
        assertThat(act(new Operation.Retry(), Selection.of(id(2)), Optional.empty(), 9).count()).isEqualTo(1);
        first.again(waiting(1));
        second.again(waiting(2));
        assertThat(attempt().id()).isEqualTo(id(2));
        Await.until("it is held", () -> find(Selection.of(id(1))).messages().get(0).equals(waiting(1).in(State.HELD).look(LATER).message()));
        noAttempt();
    }

    @Test
    void bounceAndRemoveAreAnsweredWhenTheyAreDone() {
        for (int i = 1; i <= 4; i++) {
            take(waiting(i)).receiveMessage(LONG);
        }
        take(waiting(9).due(NOW)).receiveMessage(LONG);
        Started running = attempt();
        TestProbe<Acted> acted = kit.createTestProbe();
        slice.tell(new Act(new Operation.Bounce("no more"), Selection.ALL, Optional.empty(), 9, acted.getRef()));
        for (int i = 1; i <= 4; i++) {                      // two at a time
            Started bounced = attempt();
            assertThat(bounced.order()).isEqualTo(new Order.Bounce("no more"));
            acted.expectNoMessage(Duration.ofMillis(1));
            if (i == 2) {
                bounced.again(waiting(bounced.id().message()).because("could not"));
            } else {
                bounced.complete();
            }
        }
        assertThat(acted.receiveMessage(LONG)).isEqualTo(new Acted(5, Optional.empty()));
        running.again(waiting(9));
        Started late = attempt();
        assertThat(late).matches(each -> each.id().equals(id(9)) && each.order().equals(new Order.Bounce("no more")));
        late.complete();
        Await.until("they are gone", () -> find(Selection.ALL).matching() == 1);
        slice.tell(new Act(new Operation.Remove(), Selection.ALL, Optional.empty(), 9, acted.getRef()));
        Started removed = attempt();
        assertThat(removed.order()).isEqualTo(new Order.Remove());
        removed.complete();
        assertThat(acted.receiveMessage(LONG)).isEqualTo(new Acted(1, Optional.empty()));
        assertThat(act(new Operation.Remove(), Selection.ALL, Optional.empty(), 9)).isEqualTo(new Acted(0, Optional.empty()));
    }

    @Test
    void limitsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1)).withMessageContaining("at once: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 0)).withMessageContaining("with a place: 0");
    }

    /** The next one, in the order in which the slice began them. */
    private Started attempt() {
        seen++;
        while (!early.containsKey(seen)) {
            Started started = attempts.receiveMessage(LONG);
            early.put(started.number(), started);
        }
        return early.remove(seen);
    }

    private void noAttempt() {
        attempts.expectNoMessage(SHORT);
        assertThat(begun).hasValue(seen);
    }

    private Acted act(Operation operation, Selection selection, Optional<QueueId> after, int most) {
        TestProbe<Acted> probe = kit.createTestProbe();
        slice.tell(new Act(operation, selection, after, most, probe.getRef()));
        return probe.receiveMessage(LONG);
    }

    /** Asks until it is answered. */
    private Found find(Selection selection) {
        TestProbe<Found> probe = kit.createTestProbe();
        List<Found> answers = new ArrayList<>();
        Await.until("an answer", () -> {
            slice.tell(new Find(selection, Sort.DUE, 100, probe.getRef()));
            try {
                return answers.add(probe.receiveMessage(Duration.ofMillis(200)));
            } catch (AssertionError e) {
                return false;
            }
        });
        return answers.get(0);
    }

    private TestProbe<Done> take(WaitingMessages message) {
        TestProbe<Done> probe = kit.createTestProbe();
        slice.tell(new Take(message.message(), probe.getRef()));
        return probe;
    }
}
