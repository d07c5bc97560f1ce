package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockAnswer;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockReply;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.MaildropInUse;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.MaildropLocked;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/** A mailbox as one session's maildrop, on the real journal: RFC 1939 sections 4 and 6. */
@ExtendWith(CassandraExtension.class)
@Timeout(120)
class MaildropTest {
    private static final By BY = By.nobody(Instant.parse("2026-02-03T04:05:06Z"));
    private static final Duration LONG = Duration.ofSeconds(30);

    private static JournalNode node;

    @BeforeAll
    static void start() {
        node = JournalNode.start(DatabaseSettings.of(CassandraExtension.contactPoint(), "maildrop"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static ActorRef<MailboxEntity.Message> mailbox(String id, int messages) {
        ActorRef<MailboxEntity.Message> entity = node.mailbox(id);
        StoredMessage message = new StoredMessage(new byte[0], List.of(), new OctetsPlace.Inline(1), "M", "T", new byte[0]);
        MailboxCommand.NewMessage one = new MailboxCommand.NewMessage(1, BY.at(), Set.of(), MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("M", "T"), BY.at(), new OctetsPlace.Inline(1), message.toOctets(), new byte[1]);
        node.tell(entity, List.of(new MailboxCommand.Create(new MailboxId(id), "a@example.org", 1, BY),
                new MailboxCommand.AddMessages(Collections.nCopies(messages, one), List.of())));
        return entity;
    }

    private static LockAnswer lock(ActorRef<MailboxEntity.Message> entity, TestProbe<LockReply> session) {
        entity.tell(new MailboxEntity.LockMaildrop(session.getRef(), 7, Duration.ZERO));
        LockReply reply = session.receiveMessage(LONG);
        assertThat(reply.question()).isEqualTo(7);
        return reply.answer();
    }

    private static Verdict update(ActorRef<MailboxEntity.Message> entity, TestProbe<LockReply> session, UidSet uids) {
        TestProbe<Verdict> verdict = node.kit.createTestProbe();
        entity.tell(new MailboxEntity.UpdateMaildrop(session.getRef(), uids, BY, verdict.getRef()));
        return verdict.receiveMessage(LONG);
    }

    private static UidSet uids(long first, long last) {
        return new UidSet(List.of(new UidSet.Range(first, last)));
    }

    @Test
    void anUpdateIsOneEventAndFreesTheMaildrop() {
        ActorRef<MailboxEntity.Message> entity = mailbox("oneevent", 100);
        TestProbe<LockReply> first = node.kit.createTestProbe();
        TestProbe<LockReply> second = node.kit.createTestProbe();
        assertThat(lock(entity, first)).isEqualTo(new MaildropLocked(101));
        assertThat(lock(entity, second)).isEqualTo(new MaildropInUse());
        Verdict.Accepted done = (Verdict.Accepted) update(entity, first, uids(1, 90));
        assertThat(done.events()).singleElement().isInstanceOf(MailboxEvent.MessagesExpunged.class);
        assertThat(lock(entity, second)).as("the next session sees the deletion").isEqualTo(new MaildropLocked(102));
        assertThat(node.state(entity).messages().uids()).containsExactly(91, 92, 93, 94, 95, 96, 97, 98, 99, 100);
        assertThat(((Verdict.Accepted) update(entity, second, UidSet.EMPTY)).events()).as("nothing to delete, nothing to store").isEmpty();
        assertThat(lock(entity, first)).isEqualTo(new MaildropLocked(102));
    }

    @Test
    void otherCommandsDoNotMindTheLock() {
        ActorRef<MailboxEntity.Message> entity = mailbox("others", 3);
        TestProbe<LockReply> session = node.kit.createTestProbe();
        lock(entity, session);
        assertThat(node.ask(entity, new MailboxCommand.Expunge(uids(2, 2), false, BY))).isInstanceOf(Verdict.Accepted.class);
        Verdict.Accepted done = (Verdict.Accepted) update(entity, session, uids(1, 2));
        assertThat(((Verdict.Expunged) done.answer()).uids()).as("who was faster has deleted it").isEqualTo(uids(1, 1));
        assertThat(node.state(entity).messages().uids()).containsExactly(3);
    }

    @Test
    void nothingIsDeletedWhileSomeOfItIsBeingMoved() {
        ActorRef<MailboxEntity.Message> entity = mailbox("moving", 3);
        TestProbe<LockReply> session = node.kit.createTestProbe();
        lock(entity, session);
        node.ask(entity, new MailboxCommand.StartMove(new MailboxId("archive"), uids(2, 2), BY));
        assertThat(update(entity, session, uids(1, 2))).isEqualTo(new Verdict.Refused(Verdict.Reason.BEING_MOVED));
        assertThat(update(entity, session, uids(2, 2))).isEqualTo(new Verdict.Refused(Verdict.Reason.BEING_MOVED));
        assertThat(update(entity, session, uids(1, 1))).isInstanceOf(Verdict.Accepted.class);
        assertThat(node.state(entity).messages().uids()).containsExactly(2, 3);
    }

    @Test
    void whoHasLostTheMaildropDeletesNothing() {
        ActorRef<MailboxEntity.Message> entity = mailbox("lost", 3);
        TestProbe<LockReply> first = node.kit.createTestProbe();
        TestProbe<LockReply> second = node.kit.createTestProbe();
        lock(entity, first);
        ActorRef<MailboxEntity.Message> next = restarted(entity, "lost");
        assertThat(lock(next, second)).as("the lock is not stored").isInstanceOf(MaildropLocked.class);
        assertThat(lock(next, first)).isEqualTo(new MaildropInUse());
        assertThat(update(next, first, uids(1, 3))).isEqualTo(new Verdict.Refused(Verdict.Reason.IN_USE));
        assertThat(node.state(next).messages().size()).isEqualTo(3);
    }

    @Test
    void whoAsksFirstBehindARestartHasItAgainAndMayUpdate() {
        ActorRef<MailboxEntity.Message> entity = mailbox("again", 3);
        TestProbe<LockReply> first = node.kit.createTestProbe();
        lock(entity, first);
        ActorRef<MailboxEntity.Message> next = restarted(entity, "again");
        assertThat(update(next, first, uids(1, 2))).isInstanceOf(Verdict.Accepted.class);
        Mailbox state = node.state(next);
        assertThat(Arrays.stream(state.messages().uids()).boxed().toList()).isEqualTo(List.of(3L));
    }

    private static ActorRef<MailboxEntity.Message> restarted(ActorRef<MailboxEntity.Message> entity, String id) {
        TestProbe<Object> watcher = node.kit.createTestProbe();
        entity.tell(MailboxEntity.Restart.NOW);
        watcher.expectTerminated(entity, LONG);
        return node.mailbox(id);
    }

    @Test
    void aSessionThatStopsFreesTheMaildrop() {
        ActorRef<MailboxEntity.Message> entity = mailbox("stopped", 1);
        ActorRef<LockReply> session = node.kit.spawn(Behaviors.<LockReply>receive((context, answer) -> Behaviors.stopped()));
        TestProbe<Object> watcher = node.kit.createTestProbe();
        entity.tell(new MailboxEntity.LockMaildrop(session, 1, Duration.ZERO));        // the answer stops it
        watcher.expectTerminated(session, LONG);
        TestProbe<LockReply> second = node.kit.createTestProbe();
        Await.until("the maildrop is free", () -> lock(entity, second) instanceof MaildropLocked);
    }

    @Test
    void whoUnlocksFreesTheMaildrop() {
        ActorRef<MailboxEntity.Message> entity = mailbox("unlocked", 1);
        TestProbe<LockReply> first = node.kit.createTestProbe();
        TestProbe<LockReply> second = node.kit.createTestProbe();
        lock(entity, first);
        entity.tell(new MailboxEntity.UnlockMaildrop(second.getRef()));
        assertThat(lock(entity, second)).isEqualTo(new MaildropInUse());
        entity.tell(new MailboxEntity.UnlockMaildrop(first.getRef()));
        assertThat(lock(entity, second)).isInstanceOf(MaildropLocked.class);
        assertThat(lock(entity, first)).isEqualTo(new MaildropInUse());
    }

    @Test
    void aMailboxThatWasNeverMadeIsAMaildropToo() {
        ActorRef<MailboxEntity.Message> entity = node.mailbox("never");
        TestProbe<LockReply> session = node.kit.createTestProbe();
        assertThat(lock(entity, session)).isEqualTo(new MaildropLocked(0));
        assertThat(update(entity, session, UidSet.EMPTY)).isInstanceOf(Verdict.Accepted.class);
        assertThat(node.state(entity)).isEqualTo(Mailbox.EMPTY);
    }
}
