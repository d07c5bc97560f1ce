package org.sterna.persistence.queue.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Again;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Complete;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Look;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Outcome;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Take;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Waiting;

@Timeout(30)
class QueueSliceEntityTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Duration LONG = Duration.ofSeconds(10);

    private record Started(QueueId id, ActorRef<Outcome> outcomes) { }

    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("""
            pekko.persistence.testkit.events.serialize = off
            pekko.loglevel = OFF
            """).withFallback(PersistenceTestKitPlugin.config()).withFallback(ConfigFactory.load()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<Started> attempts = kit.createTestProbe();
    private final ActorRef<QueueSliceEntity.Message> slice = kit.spawn(QueueSliceEntity.create("3", (id, outcomes) -> Behaviors.setup(context -> {
        attempts.getRef().tell(new Started(id, outcomes));
        return Behaviors.ignore();
    }), Clock.fixed(NOW, ZoneOffset.UTC), 2));

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void whatCouldNotBePersistedIsNotSeenAgain() {
        take(id(1), NOW.plusSeconds(60)).receiveMessage(LONG);
        journal.failNextPersisted("slice|3");
        TestProbe<Done> refused = take(id(2), NOW.plusSeconds(60));
        assertThat(look().lines()).containsOnlyKeys(id(1));
        refused.expectNoMessage(Duration.ofMillis(1));
        take(id(2), NOW.plusSeconds(60)).receiveMessage(LONG);
        assertThat(look().lines()).containsOnlyKeys(id(1), id(2));
    }

    @Test
    void dueMessagesRunAFewAtATimeUntilTheyAreComplete() {
        for (int i = 1; i <= 3; i++) {
            take(id(i), NOW.minusSeconds(10 - i)).receiveMessage(LONG);
        }
        Started first = attempts.receiveMessage(LONG);
        Started second = attempts.receiveMessage(LONG);
        assertThat(first.id()).isEqualTo(id(1));
        assertThat(second.id()).isEqualTo(id(2));
        attempts.expectNoMessage(Duration.ofMillis(100));
        first.outcomes().tell(new Complete(id(1)));
        Started third = attempts.receiveMessage(LONG);
        assertThat(third.id()).isEqualTo(id(3));
        second.outcomes().tell(new Again(id(2), NOW.plusSeconds(60), "451 later"));
        third.outcomes().tell(new Complete(id(3)));
        attempts.expectNoMessage(Duration.ofMillis(100));
        assertThat(look().lines()).containsOnlyKeys(id(2));
        assertThat(look().lines().get(id(2)).reason()).isEqualTo("451 later");
    }

    /** RFC 4865: longer than any timer of Pekko. */
    @Test
    void whatIsHeldForAYearDoesNotKeepTheOthersFromBeingTried() {
        take(id(1), NOW.plus(Duration.ofDays(365))).receiveMessage(LONG);
        assertThat(look().lines()).containsOnlyKeys(id(1));
        take(id(2), NOW).receiveMessage(LONG);
        assertThat(attempts.receiveMessage(LONG).id()).isEqualTo(id(2));
    }

    /** Asks until it is answered. */
    private Waiting look() {
        TestProbe<Waiting> probe = kit.createTestProbe();
        List<Waiting> answers = new ArrayList<>();
        Await.until("an answer", () -> {
            slice.tell(new Look(probe.getRef()));
            try {
                return answers.add(probe.receiveMessage(Duration.ofMillis(200)));
            } catch (AssertionError e) {
                return false;
            }
        });
        return answers.get(0);
    }

    private TestProbe<Done> take(QueueId id, Instant due) {
        TestProbe<Done> probe = kit.createTestProbe();
        slice.tell(new Take(id, due, "new", probe.getRef()));
        return probe;
    }

    private static QueueId id(int message) {
        return new QueueId(new Incarnation("a"), 0, message);
    }
}
