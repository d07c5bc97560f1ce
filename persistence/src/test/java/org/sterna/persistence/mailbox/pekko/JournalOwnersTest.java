package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.lease.Peers;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/** Who owns a journal where there are several nodes (docs/adr/0020), against a real Cassandra. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class JournalOwnersTest {
    private static final String KEYSPACE = "journal_owners";
    private static final By BY = By.nobody(Instant.parse("2026-02-03T04:05:06Z"));
    private static final Duration SHORT = Duration.ofMillis(300);

    private static CqlSession cql;

    @BeforeAll
    static void connect() {
        JournalNode.start(settings()).close();
        cql = CassandraExtension.session(KEYSPACE);
    }

    @AfterAll
    static void disconnect() {
        cql.close();
    }

    private static DatabaseSettings settings() {
        return CassandraExtension.settings(KEYSPACE);
    }

    /** One whose peers are no members: who owned a journal before is fenced. */
    private static JournalNode clustered(Duration renewEvery) {
        JournalNode node = JournalNode.start(settings(), Duration.ofSeconds(2), renewEvery);
        node.leases.among(Peers.NONE);
        return node;
    }

    private static MailboxCommand create(String id) {
        return new MailboxCommand.Create(new MailboxId(id), "jones@example.org", 7, BY);
    }

    @Test
    void whoseLeaseHasRunOutTellsNothing() {
        try (JournalNode paused = clustered(Duration.ofHours(1))) {
            ActorRef<MailboxEntity.Message> mailbox = paused.mailbox("untold");
            assertThat(paused.state(mailbox).events()).isZero();
            while (paused.leases.own().valid(System.nanoTime())) {
                Thread.onSpinWait();
            }
            TestProbe<MailboxEntity.Update> replica = paused.kit.createTestProbe();
            mailbox.tell(new MailboxEntity.Subscribe(replica.getRef(), 1));
            TestProbe<Totals> totals = paused.kit.createTestProbe();
            mailbox.tell(new MailboxEntity.Count(totals.getRef()));
            replica.expectNoMessage(SHORT);
            totals.expectNoMessage(SHORT);
        }
    }

    @Test
    void ownerThatHadWrittenNothingYetIsFencedToo() {
        try (JournalNode paused = clustered(Duration.ofHours(1)); JournalNode next = clustered(Duration.ofMillis(100))) {
            ActorRef<MailboxEntity.Message> old = paused.mailbox("idle");
            assertThat(paused.state(old).events()).isZero();                     // it owns the journal, and no row says so
            ActorRef<MailboxEntity.Message> taken = next.mailbox("idle");
            assertThat(next.ask(taken, create("idle"))).isInstanceOf(Verdict.Accepted.class);
            assertThat(next.leases.knownFenced(paused.incarnation)).isTrue();

            TestProbe<Verdict> late = paused.send(old, new MailboxCommand.Create(new MailboxId("idle"), "smith@example.org", 8, BY));
            late.expectNoMessage(SHORT);                                         // written, perhaps, but never acknowledged
            Mailbox before = next.state(taken);
            next.kit.stop(taken);
            Mailbox after = next.state(next.mailbox("idle"));
            assertThat(after.events()).isEqualTo(before.events()).isEqualTo(1);
            assertThat(after.uidValidity()).isEqualTo(7);
            List<Long> epochs = epochs("idle", paused);
            assertThat(epochs).allMatch(epoch -> epoch < epochs("idle", next).get(0));
        }
    }

    @Test
    void twoLivesUnderOneOwnerHaveTheSameGeneration() {
        try (JournalNode node = clustered(Duration.ofMillis(100))) {
            ActorRef<MailboxEntity.Message> first = node.mailbox("lives");
            assertThat(node.ask(first, create("lives"))).isInstanceOf(Verdict.Accepted.class);
            node.kit.stop(first);
            ActorRef<MailboxEntity.Message> second = node.mailbox("lives");
            assertThat(node.ask(second, new MailboxCommand.Delete(BY))).isInstanceOf(Verdict.Accepted.class);
            List<Long> epochs = epochs("lives", node);
            assertThat(epochs).hasSize(2);
            assertThat(epochs.get(1)).isEqualTo(epochs.get(0) + 1);
            assertThat(epochs.get(0) >> 20).isEqualTo(1);
        }
    }

    @Test
    void releasedOwnerIsFollowedAtOnce() {
        JournalNode before = clustered(Duration.ofMillis(100));
        assertThat(before.ask(before.mailbox("follows"), create("follows"))).isInstanceOf(Verdict.Accepted.class);
        before.close();
        try (JournalNode next = clustered(Duration.ofMillis(100))) {
            assertThat(next.ask(next.mailbox("follows"), new MailboxCommand.Delete(BY))).isInstanceOf(Verdict.Accepted.class);
            assertThat(epochs("follows", next).get(0) >> 20).isEqualTo(2);
        }
    }

    @Test
    void writeOfAFormerLifeIsNotAcknowledgedWhenItsNodeGetsTheJournalBack() {
        try (JournalNode node = clustered(Duration.ofHours(1))) {
            ActorRef<MailboxEntity.Message> former = node.mailbox("back");
            assertThat(node.state(former).events()).isZero();
            Await.until("acknowledgements wait", () -> !node.leases.own().valid(System.nanoTime()));
            TestProbe<Verdict> underWay = node.send(former, create("back"));
            Await.until("the row is durable", () -> epochs("back", node).size() == 1);
            JournalSetup setup = JournalSetup.of(node.kit.system().classicSystem());
            assertThat(setup.isOwner("mailbox|back", 1)).isTrue();
            assertThat(cede(node, node.incarnation, 1, "back")).isTrue();
            assertThat(setup.isOwner("mailbox|back", 1)).isFalse();

            ActorRef<MailboxEntity.Message> anew = node.mailbox("back");
            node.leases.own().renewed(System.nanoTime(), System.nanoTime());
            assertThat(node.state(anew).events()).isEqualTo(1);
            assertThat(setup.isOwner("mailbox|back", 1)).isFalse();
            assertThat(setup.isOwner("mailbox|back", 2)).isTrue();
            underWay.expectNoMessage(SHORT);
            assertThat(node.ask(anew, new MailboxCommand.Delete(BY))).isInstanceOf(Verdict.Accepted.class);
            assertThat(epochs("back", node)).extracting(epoch -> epoch >> 20).containsExactly(1L, 2L);     // whoever was ceded generation 1 finds its place taken
        }
    }

    @Test
    void whatIsAskedOfAnotherIncarnationOrAFormerGenerationChangesNothing() {
        try (JournalNode node = clustered(Duration.ofMillis(100))) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("later");
            assertThat(node.ask(mailbox, create("later"))).isInstanceOf(Verdict.Accepted.class);
            assertThat(cede(node, new Incarnation("before"), 1, "later")).isFalse();
            assertThat(cede(node, node.incarnation, 0, "later")).isTrue();
            assertThat(node.ask(mailbox, new MailboxCommand.Delete(BY))).isInstanceOf(Verdict.Accepted.class);
            assertThat(epochs("later", node)).containsExactly(1L << 20, 1L << 20);
        }
    }

    /** As another node asks for it; false if there is no answer. */
    private static boolean cede(JournalNode node, Incarnation owner, long generation, String id) {
        TestProbe<Object> answer = node.kit.createTestProbe(Object.class);
        String request = owner + " " + generation + " " + MailboxEntity.persistenceId(id);
        node.kit.system().classicSystem().actorSelection("/system/journal-cession-2").tell(request, Adapter.toClassic(answer.getRef()));
        if (owner.equals(node.incarnation)) {
            return answer.receiveMessage(JournalNode.LONG).equals(request);
        }
        answer.expectNoMessage(SHORT);
        return false;
    }

    /** Of this node's rows, by number. */
    private static List<Long> epochs(String id, JournalNode node) {
        return cql.execute(SimpleStatement.newInstance("SELECT epoch, incarnation FROM journal WHERE persistence_id = ? AND bucket = 0",
                MailboxEntity.persistenceId(id))).all().stream().filter(row -> row.getString("incarnation").equals(node.incarnation.value()))
                .map(row -> row.getLong("epoch")).toList();
    }
}
