package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.AddedNumbers;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCodec;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxCommand.FlagMode;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Unconfirmed;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/** What the journal and the snapshot store promise an entity, against a real Cassandra (docs/adr/0003). */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class JournalContractTest {
    private static final String KEYSPACE = "journal_contract";
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final By BY = By.nobody(NOW);
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

    @Test
    void eventsSurviveANewIncarnation() {
        Mailbox before;
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("survives");
            node.tell(mailbox, List.of(create("survives"), add(2), store(UidSet.of(2), "\\Seen", "work"), add(1),
                    new MailboxCommand.Expunge(UidSet.of(1), false, BY)));
            before = node.state(mailbox);
        }
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("survives");
            assertSame(node.state(mailbox), before);
            assertThat(added(node.ask(mailbox, add(1)))).containsExactly(4L);
        }
        assertThat(epochs("survives", 0)).containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 2L);
    }

    @Test
    void entityThatStartsAgainInOneIncarnationWritesUnderAHigherEpoch() {
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> first = node.mailbox("again");
            node.state(first);
            node.kit.stop(first);
            ActorRef<MailboxEntity.Message> second = node.mailbox("again");
            node.tell(second, List.of(create("again")));
        }
        assertThat(epochs("again", 0)).containsExactly(2L);     // a write of the first life cannot take the place of this one
    }

    @Test
    void recoveryReadsOverBucketBordersWithAndWithoutASnapshot() {
        Mailbox before;
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("buckets");
            node.tell(mailbox, List.of(create("buckets"), add(150), add(150), add(150), add(149)));
            before = node.state(mailbox);
            assertThat(before.events()).isEqualTo(600);
            await("the snapshot", () -> manifests("buckets").equals(List.of(451L)));      // once, behind all events of a command
        }
        assertThat(epochs("buckets", 0)).hasSize(255);
        assertThat(epochs("buckets", 1)).hasSize(256);
        assertThat(epochs("buckets", 2)).hasSize(89);
        try (JournalNode node = JournalNode.start(settings())) {
            assertSame(node.state(node.mailbox("buckets")), before);
        }
        cql.execute("DELETE FROM snapshot WHERE persistence_id = 'mailbox|buckets'");
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("buckets");
            assertSame(node.state(mailbox), before);
            assertThat(added(node.ask(mailbox, add(1)))).containsExactly(600L);
        }
    }

    @Test
    void snapshotsRewriteOnlyTheirChangedPagesAndTwoAreKept() {
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("pages");
            node.tell(mailbox, List.of(create("pages"), add(399)));
            await("the first snapshot", () -> manifests("pages").equals(List.of(400L)));
            Set<String> first = pages("pages");
            assertThat(first).containsExactly("0@257", "2@400");
            node.tell(mailbox, List.of(add(399), store(UidSet.of(300), "\\Seen")));
            await("the second snapshot", () -> manifests("pages").equals(List.of(800L, 400L)));
            assertThat(pages("pages")).containsExactly("0@257", "2@400", "2@800", "4@769", "6@799");
            assertThat(written("pages", 0, 257)).isLessThan(written("pages", 2, 800));
            node.tell(mailbox, List.of(add(400)));
            await("the third snapshot", () -> manifests("pages").equals(List.of(1200L, 800L)) && !pages("pages").contains("2@400"));
            assertThat(pages("pages")).contains("0@257", "2@800", "4@769", "6@799", "6@1026").doesNotContain("2@400");
            assertThat(written("pages", 0, 257)).isLessThan(written("pages", 4, 769));
            node.tell(mailbox, List.of(store(UidSet.of(5), "\\Flagged")));
        }
        try (JournalNode node = JournalNode.start(settings())) {
            Mailbox state = node.state(node.mailbox("pages"));
            assertThat(state.events()).isEqualTo(1201);
            assertThat(state.messages().size()).isEqualTo(1198);
            assertThat(state.messages().find(300).orElseThrow().modSeq()).isEqualTo(800);
            assertThat(state.messages().find(5).orElseThrow().modSeq()).isEqualTo(1201);
        }
    }

    @Test
    void lateRowsOfAStaleWriterChangeNoReplayAndAreReported() {
        String stale;
        try (JournalNode node = JournalNode.start(settings())) {
            stale = node.incarnation.value();
            node.tell(node.mailbox("late"), List.of(create("late"), add(2)));
        }
        Mailbox before;
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("late");
            node.tell(mailbox, List.of(add(2)));
            before = node.state(mailbox);
        }
        for (int number = 4; number <= 7; number++) {           // beside the owner's, and behind them
            insert("late", number, 1, stale);
        }
        try (LogLines log = LogLines.open(); JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("late");
            assertSame(node.state(mailbox), before);
            for (int number = 4; number <= 7; number++) {
                String line = "mailbox|late: a late row of " + stale + " is ignored (event " + number + ", epoch 1; the owner's epoch is 2)";
                assertThat(log.lines()).contains(line);
            }
            assertThat(added(node.ask(mailbox, add(3)))).containsExactly(5L, 6L, 7L);     // over the late rows' numbers
        }
        try (JournalNode node = JournalNode.start(settings())) {
            assertThat(node.state(node.mailbox("late")).messages().uids()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void equalEpochsOfTwoIncarnationsStopTheEntity() {
        try (JournalNode node = JournalNode.start(settings())) {
            node.tell(node.mailbox("split"), List.of(create("split"), add(1)));
        }
        insert("split", 3, 1, "someone0else");
        assertStopsWith("split", "epoch 1 was written by two incarnations");
    }

    @Test
    void lostRowStopsTheEntity() {
        try (JournalNode node = JournalNode.start(settings())) {
            node.tell(node.mailbox("lost"), List.of(create("lost"), add(3)));
        }
        cql.execute("DELETE FROM journal WHERE persistence_id = 'mailbox|lost' AND bucket = 0 AND number = 2");
        assertStopsWith("lost", "event 2 is missing, but event 3 is there");
    }

    @Test
    void lostEndOfABucketStopsTheEntity() {
        try (JournalNode node = JournalNode.start(settings())) {
            node.tell(node.mailbox("lostend"), List.of(create("lostend"), add(200), add(100)));
        }
        cql.execute("DELETE FROM journal WHERE persistence_id = 'mailbox|lostend' AND bucket = 0 AND number >= 250");
        assertStopsWith("lostend", "event 250 is missing, but event 256 is there");
        cql.execute("DELETE FROM journal WHERE persistence_id = 'mailbox|lostend' AND bucket = 0");
        assertStopsWith("lostend", "event 1 is missing, but event 256 is there");
    }

    @Test
    void lostBeginningBehindASnapshotStopsTheEntity() {
        try (JournalNode node = JournalNode.start(settings())) {
            node.tell(node.mailbox("lostsnap"), List.of(create("lostsnap"), add(200), add(199), add(10)));
            await("the snapshot", () -> manifests("lostsnap").equals(List.of(400L)));
        }
        cql.execute("DELETE FROM journal WHERE persistence_id = 'mailbox|lostsnap' AND bucket = 1 AND number <= 402");
        assertStopsWith("lostsnap", "event 400 is missing, but event 403 is there");
    }

    private static void assertStopsWith(String id, String fault) {
        try (LogLines log = LogLines.open(); JournalNode node = JournalNode.start(settings())) {
            TestProbe<Verdict> answer = node.send(node.mailbox(id), add(1));
            await("the fault is logged", () -> log.lines().stream().anyMatch(line -> line.contains("journal of mailbox|" + id + ": ") && line.contains(fault)));
            answer.expectNoMessage(SHORT);
        }
    }

    @Test
    void writeThatTimedOutIsRepeatedAndIsOneRow() throws IOException, InterruptedException {
        DatabaseSettings usual = settings();
        Duration attempt = Duration.ofSeconds(6);               // everything else of this node has no longer either
        DatabaseSettings impatient = new DatabaseSettings(usual.contactPoints(), usual.localDatacenter(), KEYSPACE, 1, attempt,
                Duration.ofMinutes(5), usual.intakeLife(), usual.sessionLife());
        long pid = CassandraExtension.cassandra().pid();
        try (JournalNode node = JournalNode.start(impatient, Duration.ofHours(1), Duration.ofHours(1))) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("repeated");
            node.tell(mailbox, List.of(create("repeated")));
            long before = node.database.mutations();
            TestProbe<Verdict> answer;
            ProcessSignals.stop(pid);
            try {
                answer = node.send(mailbox, add(1));
                await("the write was repeated", () -> node.database.mutations() - before >= 2);
                answer.expectNoMessage(Duration.ofMillis(1));
            } finally {
                ProcessSignals.goOn(pid);
            }
            assertThat(added(answer.receiveMessage(JournalNode.LONG))).containsExactly(1L);
            assertThat(added(node.ask(mailbox, add(1)))).containsExactly(2L);
        }
        assertThat(epochs("repeated", 0)).containsExactly(1L, 1L, 1L);
        try (JournalNode node = JournalNode.start(settings())) {
            assertThat(node.state(node.mailbox("repeated")).messages().uids()).containsExactly(1, 2);
        }
    }

    @Test
    void acknowledgementWaitsForTheLeaseAndFailsOnceFenced() {
        try (JournalNode node = JournalNode.start(settings())) {
            node.tell(node.mailbox("lease"), List.of(create("lease")));
        }
        try (JournalNode node = JournalNode.start(settings(), Duration.ofMillis(500), Duration.ofHours(1))) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("lease");
            await("the lease runs out", () -> !node.leases.own().valid(System.nanoTime()));
            TestProbe<MailboxEntity.Update> replica = node.subscribe(mailbox);
            assertThat(((MailboxEntity.Snapshot) replica.receiveMessage(JournalNode.LONG)).state().events()).isEqualTo(1);
            TestProbe<Verdict> waits = node.send(mailbox, add(1));
            await("the row is durable", () -> epochs("lease", 0).size() == 2);
            waits.expectNoMessage(SHORT);
            replica.expectNoMessage(Duration.ofMillis(1));                       // published only when it is acknowledged
            Optional<Verdict> acknowledged = Optional.empty();
            for (long end = System.nanoTime() + JournalNode.LONG.toNanos(); acknowledged.isEmpty() && System.nanoTime() - end < 0;) {
                node.leases.own().renewed(System.nanoTime(), System.nanoTime());         // again: this lease is a short one
                acknowledged = received(waits);
            }
            assertThat(added(acknowledged.orElseThrow())).containsExactly(1L);
            assertThat(replica.receiveMessage(JournalNode.LONG)).isInstanceOfSatisfying(MailboxEntity.Became.class, became -> {
                assertThat(became.state().events()).isEqualTo(2);
                assertThat(((MailboxEvent.MessageAdded) became.events().get(0)).companions()).isEmpty();
            });
            await("the lease runs out", () -> !node.leases.own().valid(System.nanoTime()));
            TestProbe<Verdict> never = node.send(mailbox, add(1));
            await("the row is durable", () -> epochs("lease", 0).size() == 3);
            try (LogLines log = LogLines.open()) {
                node.leases.own().lose();
                await("the failure is logged", () -> log.lines().stream().anyMatch(line -> line.contains("is lost: another node has taken over")));
            }
            never.expectNoMessage(SHORT);
        }
    }

    @Test
    void recoveryWaitsUntilTheFormerWriterIsFenced() {
        Duration valid = Duration.ofHours(1);
        JournalNode former = JournalNode.start(settings(), valid, Duration.ofMillis(200));
        former.tell(former.mailbox("fence"), List.of(create("fence"), add(1)));
        AtomicLong time = new AtomicLong();                     // of the one that waits: only we say how much of it passes
        try (JournalNode node = JournalNode.start(settings(), valid, Duration.ofHours(1), time::get)) {
            TestProbe<MailboxEntity.Update> state = node.subscribe(node.mailbox("fence"));
            for (int step = 0; step < 4; step++) {              // twice its length, as long as it is renewed
                long renewal = renewal(former);
                await("it is renewed", () -> renewal(former) > renewal);
                long reads = node.database.reads();
                await("it is looked at", () -> node.database.reads() >= reads + 2);
                time.addAndGet(valid.toNanos() / 2);
            }
            state.expectNoMessage(SHORT);
            former.crash();
            state.expectNoMessage(SHORT);
            assertThat(node.leases.knownFenced(former.incarnation)).isFalse();
            await("it has run out", () -> {
                time.addAndGet(valid.toNanos() / 100);          // less between two looks than a reader may be without an answer
                return node.leases.knownFenced(former.incarnation);
            });
            assertThat(state.receiveMessage(JournalNode.LONG)).isInstanceOf(MailboxEntity.Snapshot.class);
            assertThat(node.leases.read(former.incarnation).toCompletableFuture().join().orElseThrow().state()).isEqualTo("fenced");
        }
    }

    private static long renewal(JournalNode node) {
        return node.leases.read(node.incarnation).toCompletableFuture().join().orElseThrow().renewal();
    }

    @Test
    void eventWithItsMessageIsOneMutationAndSoIsAStoreOnAThousand() {
        try (JournalNode node = JournalNode.start(settings(), Duration.ofHours(1), Duration.ofHours(1))) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("mutations");
            node.tell(mailbox, List.of(create("mutations")));
            long before = node.database.mutations();
            node.ask(mailbox, add(1));
            assertThat(node.database.mutations() - before).isEqualTo(1);
            Mailbox one = node.state(mailbox);
            node.tell(mailbox, List.of(add(180), add(180), add(180), add(180), add(180), add(99)));
            await("the snapshots", () -> manifests("mutations").equals(List.of(902L, 542L)));
            long events = node.state(mailbox).events();         // the entity answers when all of its snapshot is written
            before = node.database.mutations();
            node.ask(mailbox, store(UidSet.of(LongStream.rangeClosed(1, 1000)), "\\Seen"));
            assertThat(node.database.mutations() - before).isEqualTo(1);
            assertThat(node.state(mailbox).events()).isEqualTo(events + 1);
            assertThat(node.state(mailbox).messages().size()).isEqualTo(1000);

            CassandraMessages messages = new CassandraMessages(node.database, new CassandraBlobs(node.database));
            CassandraMessages.MessageRow row = messages.read(new MailboxId("mutations"), one.messages().entries(), true)
                    .toCompletableFuture().join().get(0);
            assertThat(StandardCharsets.US_ASCII.decode(messages.octets(row).chunk(0).toCompletableFuture().join()).toString()).isEqualTo("octets 0");
        }
    }

    @Test
    void onlyTheMessagesAskedForAreRead() {
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("rows");
            node.tell(mailbox, List.of(create("rows"), add(5), new MailboxCommand.Expunge(UidSet.of(3), false, BY)));
            insertMessage("rows", 2, 0, "stale0writer");
            List<MessageEntry> entries = node.state(mailbox).messages().entries();
            CassandraMessages messages = new CassandraMessages(node.database, new CassandraBlobs(node.database));
            List<CassandraMessages.MessageRow> rows = messages.read(new MailboxId("rows"), entries, false).toCompletableFuture().join();
            assertThat(rows).extracting(CassandraMessages.MessageRow::uid).containsExactly(1L, 2L, 4L, 5L);
            assertThat(rows.get(1).message().emailId()).isEqualTo("e1");
            assertThat(rows).allMatch(row -> row.inline().isEmpty());
        }
    }

    @Test
    void deliveryIsRememberedUntilItIsConfirmed() {
        QueueId first = new QueueId(
                new Incarnation("a"), 0, 1);
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("idempotent");
            node.tell(mailbox, List.of(create("idempotent"), new MailboxCommand.AddMessages(List.of(message(0, Optional.of(first))), List.of())));
        }
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("idempotent");
            assertThat(added(node.ask(mailbox, new MailboxCommand.AddMessages(List.of(message(0, Optional.of(first))), List.of()))))
                    .containsExactly(1L);
            mailbox.tell(new MailboxEntity.Confirm(List.of(first)));
            node.ask(mailbox, add(1));
            assertThat(node.state(mailbox).unconfirmed().deliveries()).isEmpty();
            assertThat(node.state(mailbox).messages().size()).isEqualTo(2);
        }
    }

    /** RFC 1047 across nodes: one half stands in the snapshot, the other in the events behind it. */
    @Test
    void whatWasDeliveredLatelyIsKnownAgainAfterARecovery() {
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("twins");
            node.tell(mailbox, List.of(create("twins"), twin("a", 1)));
            node.tell(mailbox, IntStream.range(0, 398).<MailboxCommand>mapToObj(i -> add(1)).toList());
            await("the snapshot", () -> manifests("twins").equals(List.of(400L)));
            node.tell(mailbox, List.of(twin("a", 2)));
        }
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("twins");
            assertThat(((Verdict.Doubtful) node.ask(mailbox, twin("b", 1))).there().uids()).containsExactly(1L);
            assertThat(((Verdict.Doubtful) node.ask(mailbox, twin("b", 2))).there().uids()).containsExactly(400L);
            assertThat(node.state(mailbox).messages().size()).isEqualTo(400);
        }
    }

    private static MailboxCommand twin(String incarnation, int number) {
        MailboxCommand.NewMessage message = message(number, Optional.empty());
        Fingerprint fingerprint = Fingerprint.of(Fingerprint.sha256().digest(new byte[] {(byte) number}));
        return new MailboxCommand.AddMessages(List.of(new MailboxCommand.NewMessage(message.size(), NOW, Set.of(), new MailboxEvent.Origin(
                Optional.of(new QueueId(new Incarnation(incarnation), 0, number)), Optional.of(fingerprint), Optional.empty(), Optional.empty()),
                message.ids(), NOW, message.octets(), message.summary(), message.inline())), List.of());
    }

    @Test
    void replicaIsSentTheStateWithEachQuestion() {
        try (JournalNode node = JournalNode.start(settings())) {
            ActorRef<MailboxEntity.Message> mailbox = node.mailbox("replica");
            node.tell(mailbox, List.of(create("replica")));
            TestProbe<MailboxEntity.Update> replica = node.subscribe(mailbox);
            assertThat(replica.expectMessageClass(MailboxEntity.Snapshot.class, JournalNode.LONG).question()).isEqualTo(1);
            node.ask(mailbox, add(1));
            assertThat(replica.expectMessageClass(MailboxEntity.Became.class, JournalNode.LONG).state().events()).isEqualTo(2);
            mailbox.tell(new MailboxEntity.Subscribe(replica.getRef(), 2));
            assertThat(replica.expectMessageClass(MailboxEntity.Snapshot.class, JournalNode.LONG)).satisfies(answer -> {
                assertThat(answer.state().events()).isEqualTo(2);
                assertThat(answer.question()).isEqualTo(2);
            });
        }
    }

    /** What has come meanwhile. */
    private static <T> Optional<T> received(TestProbe<T> probe) {
        try {
            return Optional.of(probe.receiveMessage(SHORT));
        } catch (AssertionError e) {
            return Optional.empty();
        }
    }

    private static MailboxCommand create(String id) {
        return new MailboxCommand.Create(new MailboxId(id), "jones@example.org", 7, BY);
    }

    private static MailboxCommand add(int messages) {
        return new MailboxCommand.AddMessages(IntStream.range(0, messages).mapToObj(i -> message(i, Optional.empty())).toList(), List.of());
    }

    private static MailboxCommand.NewMessage message(int number, Optional<QueueId> queueId) {
        byte[] octets = ("octets " + number).getBytes(StandardCharsets.US_ASCII);
        OctetsPlace place = new OctetsPlace.Inline(octets.length);
        return new MailboxCommand.NewMessage(octets.length, NOW, Set.of(), new MailboxEvent.Origin(queueId, Optional.empty(), Optional.empty(),
                Optional.empty()), new MailboxEvent.ObjectIds("e" + number, "t"), NOW, place,
                new StoredMessage(new byte[0], List.of(), place, "e" + number, "t", new byte[0]).toOctets(), octets);
    }

    private static MailboxCommand store(UidSet uids, String... flags) {
        return new MailboxCommand.StoreFlags(uids, FlagMode.ADD, Set.of(flags), Optional.empty(), BY);
    }

    private static List<Long> added(Verdict verdict) {
        return ((Verdict.Added) ((Verdict.Accepted) verdict).answer()).uids();
    }

    private static void assertSame(Mailbox actual, Mailbox expected) {
        assertThat(actual.messages().entries()).isEqualTo(expected.messages().entries());
        assertThat(actual).usingRecursiveComparison().withEqualsForType(Unconfirmed::equals, Unconfirmed.class).ignoringFields("messages").isEqualTo(expected);
    }

    private static void insert(String id, long number, long epoch, String incarnation) {
        ByteBuffer event = MailboxCodec.EVENTS.write(new MailboxEvent.MessagesExpunged(UidSet.of(LongStream.rangeClosed(1, 99)), AddedNumbers.NONE, BY));
        cql.execute(SimpleStatement.newInstance("INSERT INTO journal (persistence_id, bucket, number, epoch, incarnation, event) VALUES (?, ?, ?, ?, ?, ?)",
                "mailbox|" + id, number / 256, number, epoch, incarnation, event));
    }

    private static void insertMessage(String id, long uid, long epoch, String incarnation) {
        ByteBuffer summary = ByteBuffer.wrap(new StoredMessage(new byte[0], List.of(), new OctetsPlace.Inline(0), "stale", "t", new byte[0]).toOctets());
        cql.execute(SimpleStatement.newInstance("INSERT INTO message (persistence_id, bucket, uid, epoch, incarnation, summary) VALUES (?, ?, ?, ?, ?, ?)",
                "mailbox|" + id, 0L, uid, epoch, incarnation, summary));
    }

    private static List<Long> epochs(String id, long bucket) {
        List<Long> epochs = new ArrayList<>();
        cql.execute(SimpleStatement.newInstance("SELECT epoch FROM journal WHERE persistence_id = ? AND bucket = ?", "mailbox|" + id, bucket))
                .forEach(row -> epochs.add(row.getLong("epoch")));
        return epochs;
    }

    private static List<Long> manifests(String id) {
        List<Long> versions = new ArrayList<>();
        cql.execute(SimpleStatement.newInstance("SELECT version FROM snapshot WHERE persistence_id = ? AND page = -1", "mailbox|" + id))
                .forEach(row -> versions.add(row.getLong("version")));
        return versions;
    }

    /** Pages and their versions, such as {@code 0@257}. */
    private static Set<String> pages(String id) {
        Set<String> pages = new TreeSet<>(new HashSet<>());
        for (Row row : cql.execute(SimpleStatement.newInstance("SELECT page, version FROM snapshot WHERE persistence_id = ? AND page >= 0", "mailbox|" + id))) {
            pages.add(row.getInt("page") + "@" + row.getLong("version"));
        }
        return pages;
    }

    private static long written(String id, int page, long version) {
        return cql.execute(SimpleStatement.newInstance("SELECT writetime(data) FROM snapshot WHERE persistence_id = ? AND page = ? AND version = ?",
                "mailbox|" + id, page, version)).one().getLong(0);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Await.until(what, condition);
    }
}
