package org.sterna.persistence.trace.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.trace.TraceEntry;
import org.sterna.persistence.trace.TraceHash;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraTraceIndexTest {
    private static final Instant NOW = Instant.ofEpochMilli(Clock.systemUTC().millis());
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("trace_test"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aMessageIsFoundAtOnceByEachOfItsKeys() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            QueueId id = id("one", 1);
            index.add(id, NOW, List.of("<One.1@Example.org>", "jones@one.example"));
            assertThat(find(index, "one.1@example.ORG")).containsExactly(new TraceEntry(id, NOW));
            assertThat(find(index, "Jones@one.example")).containsExactly(new TraceEntry(id, NOW));
            assertThat(find(index, "smith@one.example")).isEmpty();
        }
    }

    @Test
    void messagesOfManyDaysComeNewestFirst() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            for (int day = 0; day < 30; day++) {
                index.add(id("days", day), NOW.minus(Duration.ofDays(day)), List.of("days@example.org"));
            }
            assertThat(find(index, "days@example.org")).hasSize(30).extracting(entry -> entry.id().message()).first().isEqualTo(0);
            assertThat(get(index.find("days@example.org", NOW.minus(Duration.ofDays(40)), NOW.plusMillis(1), 3)))
                    .extracting(entry -> entry.id().message()).containsExactly(0, 1, 2);
            assertThat(get(index.find("days@example.org", NOW.minus(Duration.ofDays(12)), NOW.minus(Duration.ofDays(9)), 100)))
                    .extracting(entry -> entry.id().message()).containsExactly(10, 11, 12);
            assertThat(get(index.find("days@example.org", NOW, NOW, 100))).isEmpty();
        }
    }

    @Test
    void addingAgainChangesNothing() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            index.add(id("twice", 1), NOW, List.of("twice@example.org", "Twice@example.org"));
            assertThat(find(index, "twice@example.org")).hasSize(1);
            index.add(id("twice", 1), NOW, List.of("twice@example.org"));
            assertThat(find(index, "twice@example.org")).hasSize(1);
        }
    }

    @Test
    void whoClosesLosesNothing() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            index.add(id("closed", 1), NOW, List.of("closed@example.org"));
        }
        try (CassandraTraceIndex other = new CassandraTraceIndex(database)) {
            Await.until("it is written", () -> find(other, "closed@example.org").size() == 1);       // whoever closes does not wait for long
        }
    }

    @Test
    void thousandsOfMessagesShareTheirMutations() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            long before = database.mutations();
            long started = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                index.add(id("many", i), NOW, List.of("many" + i + "@example.org", "sender" + i % 100 + "@example.org"));
            }
            assertThat(find(index, "many9999@example.org")).hasSize(1);
            assertThat(find(index, "sender7@example.org")).hasSize(100);
            long flushes = 2 + Duration.ofNanos(System.nanoTime() - started).dividedBy(Duration.ofSeconds(10));
            assertThat(database.mutations() - before).isBetween(1L, 300 * flushes);      // of 256 partitions, those of busy senders in several pieces
        }
    }

    @Test
    void theBufferHasABound() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database, 100)) {
            index.add(id("bound", 1), NOW, IntStream.range(0, 150).mapToObj(i -> "bound" + i + "@example.org").toList());
            assertThat(index.dropped()).isEqualTo(50);
            assertThat(find(index, "bound99@example.org")).hasSize(1);
            assertThat(find(index, "bound100@example.org")).isEmpty();
            index.add(id("bound", 2), NOW, List.of("bound100@example.org"));
            assertThat(find(index, "bound100@example.org")).as("there is room again").hasSize(1);
        }
    }

    @Test
    void entriesVanishByThemselves() {
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            index.add(id("life", 1), NOW, List.of("life@example.org"));
            assertThat(find(index, "life@example.org")).hasSize(1);
        }
        assertThat(get(database.readOne(SimpleStatement.newInstance("SELECT default_time_to_live FROM system_schema.tables"
                + " WHERE keyspace_name = 'trace_test' AND table_name = 'trace'"), row -> row.getInt(0)))).contains((int) Duration.ofDays(40).toSeconds());
    }

    /** What its hash says is believed: whoever asks looks at the message. */
    @Test
    void aKeyIsItsHash() {
        TraceHash hash = TraceHash.of("hash@example.org");
        try (CassandraTraceIndex index = new CassandraTraceIndex(database)) {
            get(database.write(SimpleStatement.newInstance("INSERT INTO trace (bucket, day, key, at, message) VALUES (?, ?, ?, ?, ?)", hash.bucket(),
                    (int) (NOW.getEpochSecond() / 86_400), hash.value(), NOW.toEpochMilli(), id("hash", 1).toString())));
            assertThat(find(index, "hash@example.org")).hasSize(1);
        }
    }

    private static List<TraceEntry> find(CassandraTraceIndex index, String key) {
        return get(index.find(key, NOW.minus(Duration.ofDays(40)), NOW.plusMillis(1), 200));
    }

    private static QueueId id(String incarnation, int message) {
        return new QueueId(new Incarnation(incarnation), 0, message);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
