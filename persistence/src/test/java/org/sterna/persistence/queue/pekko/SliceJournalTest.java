package org.sterna.persistence.queue.pekko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.persistence.queue.WaitingMessages.NOW;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Sort;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Find;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Found;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Message;
import org.sterna.persistence.queue.pekko.QueueSliceEntity.Take;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/** What slices leave in a real Cassandra, and what they read of it. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class SliceJournalTest {
    private static final String KEYSPACE = "slice_journal";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final long NONE = 1;

    private static CqlSession cql;

    @BeforeAll
    static void connect() {
        new SliceNode(settings()).close();
        cql = CassandraExtension.session(KEYSPACE);
    }

    @AfterAll
    static void disconnect() {
        cql.close();
    }

    private static DatabaseSettings settings() {
        return CassandraExtension.settings(KEYSPACE);
    }

    /** By Cassandra's own statistics, over several lives of the entity, in memory and behind files. */
    @Test
    void whatCameAndWentIsDeletedAndNeverReadAgain() {
        int round = 700;
        int stay = 20;
        for (int life = 0; life < 4; life++) {
            try (SliceNode node = new SliceNode(settings())) {
                ActorRef<Message> slice = node.slice(7, CLOCK);
                assertThat(waitingIn(node, slice)).isEqualTo(life * stay);
                long before = node.database.mutations();
                takeAndComplete(node, slice, life * round, round, stay);
                int left = (life + 1) * stay;
                Await.until("all others are gone", () -> waitingIn(node, slice) == left);
                assertThat(node.database.mutations() - before).as("events share mutations").isLessThan(round);
            }
        }
        try (SliceNode node = new SliceNode(settings())) {
            assertThat(waitingIn(node, node.slice(7, CLOCK))).isEqualTo(4 * stay);
        }
        assertThat(tombstonesRead("journal")).as("in the journal").isEqualTo(NONE);
        assertThat(tombstonesRead("snapshot")).as("among the snapshots").isEqualTo(NONE);

        List<Row> buckets = cql.execute("SELECT DISTINCT persistence_id, bucket FROM journal").all();
        assertThat(buckets).as("5,600 events are 22 buckets").hasSizeBetween(3, 10);
        assertThat(cql.execute("SELECT page FROM snapshot WHERE persistence_id = 'slice|7' AND page = -1").all()).hasSize(2);
        assertThat(tombstonesRead("snapshot")).as("the statistics count what the entity does not read").isGreaterThan(NONE);
    }

    private static void takeAndComplete(SliceNode node, ActorRef<Message> slice, int first, int count, int stay) {
        TestProbe<Done> taken = node.kit.createTestProbe();
        for (int i = 0; i < count; i++) {
            boolean stays = i % (count / stay) == 0;
            slice.tell(new Take(waiting(first + i).due(stays ? NOW.plusSeconds(999) : NOW).message(), taken.getRef()));
        }
        for (int i = 0; i < count; i++) {
            taken.receiveMessage(LONG);
        }
    }

    private static int waitingIn(SliceNode node, ActorRef<Message> slice) {
        TestProbe<Found> found = node.kit.createTestProbe();
        slice.tell(new Find(Selection.ALL, Sort.DUE, 0, found.getRef()));
        return found.receiveMessage(LONG).matching();
    }

    /** The most that one read came across. Cassandra's histogram has no place for zero: it counts a read of none with those of one. */
    private static long tombstonesRead(String table) {
        Row row = cql.execute("SELECT count, max FROM system_views.tombstones_per_read WHERE keyspace_name = '" + KEYSPACE + "' AND table_name = '" + table
                + "'").one();
        assertThat(((Number) row.getObject("count")).longValue()).as("reads of " + table).isPositive();
        return ((Number) row.getObject("max")).longValue();
    }
}
