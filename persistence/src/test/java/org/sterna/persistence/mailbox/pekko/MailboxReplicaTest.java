package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxCommand.FlagMode;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Unconfirmed;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;

/** What a replica promises its sessions, on the entity's node and away from it, against a real Cassandra. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class MailboxReplicaTest {
    private static final By BY = By.nobody(Instant.parse("2026-02-03T04:05:06Z"));
    private static final Duration SHORT = Duration.ofMillis(200);

    private static JournalNode node;

    @BeforeAll
    static void start() {
        node = JournalNode.start(CassandraExtension.settings("mailbox_replica"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void replicaOnTheEntitysNodeSharesItsStates() {
        ActorRef<MailboxEntity.Message> entity = made("near");
        ActorRef<MailboxReplica.Message> replica = node.kit.spawn(MailboxReplica.create(new MailboxId("near"), entity::tell, MailboxReplicaTest::states));
        TestProbe<MailboxView> session = attached(replica);
        assertThat(taken(session).state()).isSameAs(node.state(entity));
        node.ask(entity, add(1));
        MailboxView view = taken(session);
        assertThat(view.state()).isSameAs(node.state(entity));
        assertThat(view.event()).containsInstanceOf(MailboxEvent.MessageAdded.class);
    }

    @Test
    void replicaAwayFromTheEntityLoadsTheStateAndFollowsTheEvents() {
        ActorRef<MailboxEntity.Message> entity = made("far");
        node.tell(entity, List.of(add(400), add(300), expunge(5), add(10)));          // behind a snapshot at 402
        TestProbe<MailboxView> session = attached(distant("far", new DistantEntity(node.kit, entity)));
        assertSame(taken(session).state(), node.state(entity));
        node.ask(entity, flag(7));
        MailboxView view = taken(session);
        assertThat(view.event()).containsInstanceOf(MailboxEvent.FlagsChanged.class);
        assertSame(view.state(), node.state(entity));
        node.ask(entity, add(3));
        assertThat(taken(session)).satisfies(three -> {
            assertThat(three.event()).isEmpty();
            assertSame(three.state(), node.state(entity));
        });
    }

    @Test
    void gapIsReadFromTheJournal() {
        ActorRef<MailboxEntity.Message> entity = made("gap");
        DistantEntity distant = new DistantEntity(node.kit, entity);
        TestProbe<MailboxView> session = attached(distant("gap", distant));
        assertThat(taken(session).state().events()).isEqualTo(1);
        distant.cut(true);
        node.tell(entity, List.of(add(2), flag(1), expunge(2)));
        Mailbox unseen = node.state(entity);
        distant.awaitLost(unseen.events());
        distant.cut(false);
        node.ask(entity, add(1));
        MailboxView view = taken(session);
        assertThat(view.event()).as("several events at once").isEmpty();
        if (view.state().events() == unseen.events()) {         // it happened to subscribe again in between
            assertSame(view.state(), unseen);
            view = taken(session);
        }
        assertThat(view.state().events()).isEqualTo(unseen.events() + 1);
        assertSame(view.state(), node.state(entity));
    }

    @Test
    void lastUpdateThatWasLostIsFoundByTheNextSubscription() {
        ActorRef<MailboxEntity.Message> entity = made("silent");
        DistantEntity distant = new DistantEntity(node.kit, entity);
        TestProbe<MailboxView> session = attached(distant("silent", distant));
        assertThat(taken(session).state().events()).isEqualTo(1);
        distant.cut(true);
        node.ask(entity, add(1));
        distant.awaitLost(node.state(entity).events());
        distant.cut(false);
        assertSame(taken(session).state(), node.state(entity));
    }

    @Test
    void sessionThatComesLaterIsToldNothingThatIsOlder() {
        ActorRef<MailboxEntity.Message> entity = made("later");
        DistantEntity distant = new DistantEntity(node.kit, entity);
        ActorRef<MailboxReplica.Message> replica = distant("later", distant);
        assertThat(taken(attached(replica)).state().events()).isEqualTo(1);
        distant.cut(true);
        node.ask(entity, add(1));                                                     // its client was told so by another node
        distant.awaitLost(node.state(entity).events());
        int before = distant.subscriptions();
        TestProbe<MailboxView> later = attached(replica);
        Await.until("the question is asked again", () -> distant.subscriptions() > before + 1);
        later.expectNoMessage(SHORT);
        distant.cut(false);
        assertSame(taken(later).state(), node.state(entity));
    }

    @Test
    void replicaAsksAtOnceWhereItsEntityIsWhenANodeIsGone() {
        ActorRef<MailboxEntity.Message> entity = made("gone");
        DistantEntity distant = new DistantEntity(node.kit, entity);
        ActorRef<MailboxReplica.Message> replica = distant("gone", distant);
        taken(attached(replica));
        int before = distant.subscriptions();
        for (int i = 0; i < 20; i++) {
            replica.tell(MailboxReplica.Moved.NOW);
        }
        Await.until("it has asked more often than from time to time", () -> distant.subscriptions() >= before + 20);
    }

    @Test
    void entityThatGoesOnInAnotherLifeIsFollowedFromTheLastEventKnown() {
        ActorRef<MailboxEntity.Message> entity = made("moved");
        DistantEntity distant = new DistantEntity(node.kit, entity);
        TestProbe<MailboxView> session = attached(distant("moved", distant));
        assertThat(taken(session).state().events()).isEqualTo(1);
        node.kit.stop(entity);
        ActorRef<MailboxEntity.Message> next = node.mailbox("moved");
        node.tell(next, List.of(add(2), flag(1)));                                    // nobody follows it yet
        distant.is(next);
        assertSame(taken(session).state(), node.state(next));
        node.ask(next, add(1));
        assertSame(taken(session).state(), node.state(next));
        assertThat(distant.subscriptions()).isGreaterThan(1);
    }

    @Test
    void replicasOfOneMailboxConverge() {
        ActorRef<MailboxEntity.Message> entity = made("two");
        TestProbe<MailboxView> one = attached(distant("two", new DistantEntity(node.kit, entity)));
        TestProbe<MailboxView> two = attached(distant("two", new DistantEntity(node.kit, entity)));
        for (int i = 0; i < 10; i++) {
            node.tell(entity, List.of(add(5), flag(1 + i), expunge(3 + i)));
        }
        Mailbox last = node.state(entity);
        for (TestProbe<MailboxView> session : List.of(one, two)) {
            long known = 0;
            while (known < last.events()) {
                MailboxView view = taken(session);
                assertThat(view.state().events()).as("in order, once").isGreaterThan(known);
                assertThat(view.event().isEmpty() || view.state().events() == known + 1).isTrue();
                known = view.state().events();
                if (known == last.events()) {
                    assertSame(view.state(), last);
                }
            }
        }
    }

    @Test
    void slowSessionIsToldTheNewestStateWhenItIsReady() {
        ActorRef<MailboxEntity.Message> entity = made("slow");
        ActorRef<MailboxReplica.Message> replica = node.kit.spawn(MailboxReplica.create(new MailboxId("slow"), entity::tell, MailboxReplicaTest::states));
        TestProbe<MailboxView> slow = attached(replica);
        TestProbe<MailboxView> quick = attached(replica);
        MailboxView first = slow.receiveMessage(JournalNode.LONG);
        taken(quick);
        for (int i = 0; i < 5; i++) {
            node.ask(entity, add(1));
            taken(quick);
        }
        slow.expectNoMessage(SHORT);
        first.taken();
        MailboxView next = taken(slow);
        assertThat(next.state()).isSameAs(node.state(entity));
        assertThat(next.event()).isEmpty();
        node.ask(entity, add(1));
        assertThat(taken(slow).event()).isPresent();
    }

    @Test
    void mailboxThatWasNotMadeYetIsShownEmpty() {
        ActorRef<MailboxEntity.Message> entity = node.mailbox("unmade");
        TestProbe<MailboxView> session = attached(distant("unmade", new DistantEntity(node.kit, entity)));
        assertThat(taken(session).state().id()).isEmpty();
        node.ask(entity, create("unmade"));
        assertThat(taken(session).state().id()).contains(new MailboxId("unmade"));
    }

    @Test
    void stateIsTheSameByJournalAlone() {
        ActorRef<MailboxEntity.Message> entity = made("replayed");
        node.tell(entity, List.of(add(500), flag(400), expunge(1)));
        assertSame(states().replayed(new MailboxId("replayed")).toCompletableFuture().join(), node.state(entity));
    }

    private static MailboxStates states() {
        return new MailboxStates(new JournalReader(node.database));
    }

    private static ActorRef<MailboxEntity.Message> made(String id) {
        ActorRef<MailboxEntity.Message> entity = node.mailbox(id);
        node.ask(entity, create(id));
        return entity;
    }

    private static ActorRef<MailboxReplica.Message> distant(String id, DistantEntity entity) {
        return node.kit.spawn(MailboxReplica.create(new MailboxId(id), entity, MailboxReplicaTest::states));
    }

    private static TestProbe<MailboxView> attached(ActorRef<MailboxReplica.Message> replica) {
        TestProbe<MailboxView> session = node.kit.createTestProbe();
        replica.tell(new MailboxReplica.Attach(session.getRef()));
        return session;
    }

    private static MailboxView taken(TestProbe<MailboxView> session) {
        MailboxView view = session.receiveMessage(JournalNode.LONG);
        view.taken();
        return view;
    }

    private static void assertSame(Mailbox actual, Mailbox expected) {
        assertThat(actual.messages().entries()).isEqualTo(expected.messages().entries());
        assertThat(actual).usingRecursiveComparison().withEqualsForType(Unconfirmed::equals, Unconfirmed.class).ignoringFields("messages").isEqualTo(expected);
    }

    private static MailboxCommand create(String id) {
        return new MailboxCommand.Create(new MailboxId(id), "jones@example.org", 7, BY);
    }

    private static MailboxCommand add(int messages) {
        OctetsPlace place = new OctetsPlace.Inline(1);
        return new MailboxCommand.AddMessages(Collections.nCopies(messages, new MailboxCommand.NewMessage(1, BY.at(), Set.of(), MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("e", "t"), BY.at(), place, new StoredMessage(new byte[0], List.of(), place, "e", "t", new byte[0]).toOctets(),
                new byte[1])), List.of());
    }

    private static MailboxCommand flag(long uid) {
        return new MailboxCommand.StoreFlags(UidSet.of(uid), FlagMode.ADD, Set.of("\\Flagged"), Optional.empty(), BY);
    }

    private static MailboxCommand expunge(long uid) {
        return new MailboxCommand.Expunge(UidSet.of(LongStream.of(uid)), false, BY);
    }
}
