package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;

/** A mailbox whose write failed begins anew in the same object; a store that fails when it is told to stands for a Cassandra that cannot be made to. */
class RestartedMailboxTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final By BY = By.nobody(NOW);
    private static final MailboxId HERE = new MailboxId("here");
    private static final MailboxId THERE = new MailboxId("there");

    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("""
            pekko.persistence.testkit.events.serialize = off
            pekko.persistence.testkit.snapshots.serialize = off
            pekko.loglevel = OFF
            pekko.actor.provider = local
            pekko.actor.testkit.typed.single-expect-default = 60s
            """).withFallback(PersistenceTestKitPlugin.config()).withFallback(PersistenceTestKitSnapshotPlugin.config()).withFallback(ConfigFactory.load()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final TestProbe<MailboxEntity.Message> other = kit.createTestProbe();
    private final ActorRef<MailboxEntity.Message> entity = kit.spawn(MailboxEntity.create(HERE.value(), (mailbox, message) -> other.getRef().tell(message),
            Clock.fixed(NOW.plus(OpenMoves.PATIENCE), ZoneOffset.UTC)));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aMoveEndsWithTheAnswerToTheQuestionAskedAnew() {
        ask(new MailboxCommand.Create(HERE, "jones@example.org", 7, BY));
        ask(new MailboxCommand.AddMessages(Collections.nCopies(3, MoveResumptionTest.message(Optional.empty())), List.of()));
        Verdict.MoveStarted move = (Verdict.MoveStarted) ask(new MailboxCommand.StartMove(THERE, UidSet.of(LongStream.of(1, 2)), BY));
        MailboxEntity.Find first = other.expectMessageClass(MailboxEntity.Find.class);
        failAWrite();
        MailboxEntity.Find again = other.expectMessageClass(MailboxEntity.Find.class);
        assertThat(again.replyTo()).as("who was to hear the answer is gone").isNotEqualTo(first.replyTo());
        again.replyTo().tell(new MailboxEntity.Found(UidSet.of(1)));
        assertThat(other.receiveMessage()).isEqualTo(new MailboxEntity.MoveEnded(HERE, move.move()));
    }

    @Test
    void theSourceOfACutOffMoveIsToldOfAgain() {
        ask(new MailboxCommand.Create(HERE, "jones@example.org", 7, BY));
        ask(new MailboxCommand.AddMessages(List.of(MoveResumptionTest.message(Optional.of(new MailboxEvent.Source(THERE, 4, 9)))), List.of()));
        MailboxEntity.EndMove reminder = new MailboxEntity.EndMove(HERE, 9);
        failAWrite();
        assertThat(other.receiveMessage()).isEqualTo(reminder);
        assertThat(other.receiveMessage()).as("until it is answered").isEqualTo(reminder);
    }

    /** Not answered: whether it was written is not known to who asks. */
    private void failAWrite() {
        journal.failNextPersisted(MailboxEntity.persistenceId(HERE));
        entity.tell(new MailboxEntity.Request(new MailboxCommand.AddMessages(List.of(MoveResumptionTest.message(Optional.empty())), List.of()),
                kit.<Verdict>createTestProbe().getRef()));
    }

    private Verdict.Answer ask(MailboxCommand command) {
        TestProbe<Verdict> probe = kit.createTestProbe();
        entity.tell(new MailboxEntity.Request(command, probe.getRef()));
        return ((Verdict.Accepted) probe.receiveMessage()).answer();
    }
}
