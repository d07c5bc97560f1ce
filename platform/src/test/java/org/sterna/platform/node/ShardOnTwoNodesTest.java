package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$HostShard;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.platform.TestNode;
import org.sterna.platform.asking.Asking;

/** Two nodes think that a shard is theirs, as it happens when a rebalance is cut off at the wrong moment: nobody is told an old state, and one of them gives way. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class ShardOnTwoNodesTest {
    private static final Asking PATIENT = Asking.SOON.within(ClusterNode.LONG);
    private final DatabaseSettings settings = CassandraExtension.settings("shard_on_two_nodes_test");
    private final ClusterNode one = ClusterNode.first(settings);
    private final ClusterNode other = ClusterNode.join(settings, one);
    private int messages;

    @AfterEach
    void end() {
        other.close();
        one.close();
    }

    /** As the coordinator does it, of which nobody knows here. */
    private static void host(ClusterNode node, MailboxId id) {
        String shard = new HashCodeMessageExtractor<>(node.kit.system().settings().config().getInt("pekko.cluster.sharding.number-of-shards")).shardId(id.value());
        node.kit.system().classicSystem().actorSelection("/system/sharding/" + MailboxEntity.KIND)
                .tell(new ShardCoordinator$Internal$HostShard(shard), ActorRef.noSender());
    }

    private boolean isOn(ClusterNode node, MailboxId id) {
        TestProbe<MailboxEntity.Update> probe = node.kit.createTestProbe();
        node.mailbox(id).tell(new MailboxEntity.Subscribe(probe.getRef(), -1));
        MailboxEntity.Update update = probe.receiveMessage();
        if (update instanceof MailboxEntity.Snapshot snapshot) {
            assertThat(snapshot.state().totals().messages()).as("messages as %s tells it", node.address()).isEqualTo(messages);
            return true;
        }
        return false;
    }

    private void add(ClusterNode node, MailboxId id) {
        Instant now = Clock.systemUTC().instant();
        MailboxCommand command = new MailboxCommand.AddMessages(List.of(new MailboxCommand.NewMessage(3, now, Set.of(),
                new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), new MailboxEvent.ObjectIds("m" + messages, "t"), now,
                new OctetsPlace.Inline(3), new byte[1], new byte[3])), List.of());
        messages++;
        assertThat(TestNode.await(PATIENT.<MailboxEntity.Message, Verdict>askAgain(node.mailbox(id), (replyTo, again) ->
                new MailboxEntity.Request(command, replyTo, again)))).isInstanceOf(Verdict.Accepted.class);
    }

    private static Totals count(ClusterNode node, MailboxId id) {
        return TestNode.await(PATIENT.ask(node.mailbox(id), MailboxEntity.Count::new));
    }

    @Test
    void whoHasLostAJournalTellsNothingMoreAndGivesWay() {
        MailboxId id = other.newMailbox();
        host(one, id);
        Await.until("the mailbox runs on one, too", ClusterNode.LONG, () -> isOn(one, id));
        for (int round = 0; round < 20; round++) {
            add(round % 2 == 0 ? one : other, id);
            assertThat(count(one, id).messages()).isEqualTo(messages);
            assertThat(count(other, id).messages()).isEqualTo(messages);
        }
        Await.until("it runs on one node", ClusterNode.LONG, () -> isOn(one, id) != isOn(other, id));
        assertThat(isOn(other, id)).as("the coordinator knows of this one").isTrue();
    }
}
