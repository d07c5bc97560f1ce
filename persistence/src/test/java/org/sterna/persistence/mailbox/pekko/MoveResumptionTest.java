package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
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
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Swept;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;

/** Moves that a crash cut off, and what the journal tells of them afterwards, against a real Cassandra. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class MoveResumptionTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final By BY = By.nobody(NOW);

    private static JournalNode node;

    private final Map<MailboxId, ActorRef<MailboxEntity.Message>> entities = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        node = JournalNode.start(CassandraExtension.settings("move_resumption"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void messagesThatWereCopiedLeaveAndTheOthersStay() {
        start("source", NOW);
        start("target", NOW);
        ask("source", create("source"));
        ask("target", create("target"));
        ask("source", add(message(Optional.empty()), 5));
        Verdict.MoveStarted move = (Verdict.MoveStarted) ask("source", new MailboxCommand.StartMove(new MailboxId("target"),
                UidSet.of(LongStream.rangeClosed(2, 4)), BY));
        ask("target", copies("source", move.move(), 2, 3));                          // and then the session's node is killed
        node.kit.stop(entities.get(new MailboxId("source")));
        start("source", NOW.plus(OpenMoves.PATIENCE));
        Await.until("the move ends", () -> node.state(entities.get(new MailboxId("source"))).past().moves().isEmpty());
        assertThat(node.state(entities.get(new MailboxId("source"))).messages().uids()).containsExactly(1, 4, 5);
        assertThat(node.state(entities.get(new MailboxId("target"))).messages().uids()).containsExactly(1, 2);
        assertThat(((Verdict.Expunged) ask("source", new MailboxCommand.FinishMove(move.move(), move.uids(), BY))).uids())
                .as("a session that was only slow learns what stayed").isEqualTo(UidSet.of(LongStream.of(2, 3)));
    }

    @Test
    void copiesThatWereTakenBackDoNotLetMessagesLeave() {
        start("kept", NOW);
        start("refused", NOW);
        ask("kept", create("kept"));
        ask("refused", create("refused"));
        ask("kept", add(message(Optional.empty()), 2));
        Verdict.MoveStarted move = (Verdict.MoveStarted) ask("kept", new MailboxCommand.StartMove(new MailboxId("refused"), UidSet.ALL, BY));
        ask("refused", copies("kept", move.move(), 1, 2));
        ask("refused", new MailboxCommand.Expunge(UidSet.ALL, false, BY));
        node.kit.stop(entities.get(new MailboxId("kept")));
        start("kept", NOW.plus(OpenMoves.PATIENCE));
        Await.until("the move ends", () -> node.state(entities.get(new MailboxId("kept"))).past().moves().isEmpty());
        assertThat(node.state(entities.get(new MailboxId("kept"))).messages().uids()).containsExactly(1, 2);
    }

    /** Neither a client nor its session's node is there any more: only the target is awake. */
    @Test
    void theTargetOfACutOffMoveWakesTheSource() {
        MailboxId source = new MailboxId("asleep");
        start("asleep", NOW);
        start("awake", NOW);
        ask("asleep", create("asleep"));
        ask("awake", create("awake"));
        ask("asleep", add(message(Optional.empty()), 3));
        Verdict.MoveStarted move = (Verdict.MoveStarted) ask("asleep", new MailboxCommand.StartMove(new MailboxId("awake"), UidSet.ALL, BY));
        ask("awake", copies("asleep", move.move(), 1, 2));
        sleep("asleep");
        Await.until("the source was woken and has ended the move", () -> entities.containsKey(source) && node.state(entities.get(source)).past().moves().isEmpty());
        assertThat(node.state(entities.get(source)).messages().uids()).containsExactly(3);
    }

    @Test
    void aTargetThatRecoversWakesTheSource() {
        MailboxId source = new MailboxId("tired");
        start("tired", NOW);
        start("recovered", NOW);
        ask("tired", create("tired"));
        ask("recovered", create("recovered"));
        ask("tired", add(message(Optional.empty()), 3));
        Verdict.MoveStarted move = (Verdict.MoveStarted) ask("tired", new MailboxCommand.StartMove(new MailboxId("recovered"), UidSet.ALL, BY));
        ask("recovered", copies("tired", move.move(), 1, 3));
        sleep("recovered");
        sleep("tired");
        start("recovered", NOW.plus(OpenMoves.PATIENCE));
        Await.until("the source was woken and has ended the move", () -> entities.containsKey(source) && node.state(entities.get(source)).past().moves().isEmpty());
        assertThat(node.state(entities.get(source)).messages().uids()).containsExactly(2);
    }

    @Test
    void aMoveThatHasEndedIsNotAwaited() {
        TestProbe<MailboxEntity.Message> source = node.kit.createTestProbe();
        entities.put(new MailboxId("somewhere"), source.getRef());
        start("collected", NOW);
        ask("collected", create("collected"));
        ask("collected", copies("somewhere", 7, 1));
        ask("collected", copies("somewhere", 9, 2));
        ask("collected", copies("somewhere", -9, 2));
        ask("collected", copies("collected", 5, 1));
        entities.get(new MailboxId("collected")).tell(new MailboxEntity.MoveEnded(new MailboxId("somewhere"), 7));
        MailboxEntity.EndMove reminder = new MailboxEntity.EndMove(new MailboxId("collected"), 9);
        assertThat(source.receiveMessage()).isEqualTo(reminder);
        assertThat(source.receiveMessage()).as("until it is answered").isEqualTo(reminder);
    }

    @Test
    void whoAsksForTheEndOfAMoveThatIsNotOpenIsToldSo() {
        TestProbe<MailboxEntity.Message> target = node.kit.createTestProbe();
        entities.put(new MailboxId("there"), target.getRef());
        start("here", NOW);
        ask("here", create("here"));
        ask("here", add(message(Optional.empty()), 2));
        Verdict.MoveStarted move = (Verdict.MoveStarted) ask("here", new MailboxCommand.StartMove(new MailboxId("there"), UidSet.ALL, BY));
        entities.get(new MailboxId("here")).tell(new MailboxEntity.EndMove(new MailboxId("there"), 70));
        assertThat(target.receiveMessage()).as("never begun").isEqualTo(new MailboxEntity.MoveEnded(new MailboxId("here"), 70));
        entities.get(new MailboxId("here")).tell(new MailboxEntity.EndMove(new MailboxId("there"), move.move()));
        ask("here", new MailboxCommand.FinishMove(move.move(), UidSet.of(1), BY));
        assertThat(target.fishForMessage(JournalNode.LONG, message -> message instanceof MailboxEntity.Find ? FishingOutcomes.continueAndIgnore() : FishingOutcomes.complete()))
                .as("its end, once").containsExactly(new MailboxEntity.MoveEnded(new MailboxId("here"), move.move()));
    }

    @Test
    void historyTellsEverythingForwardsAndBackwards() {
        start("history", NOW);
        ask("history", create("history"));
        ask("history", add(message(Optional.empty()), 600));
        ask("history", new MailboxCommand.Expunge(UidSet.of(LongStream.of(7, 8)), false, By.nobody(NOW.plusSeconds(1))));
        MailboxHistory history = new MailboxHistory(new JournalReader(node.database));
        MailboxId id = new MailboxId("history");
        List<Long> forward = new ArrayList<>();
        for (Optional<Long> from = Optional.of(1L); from.isPresent();) {
            MailboxHistory.Page page = history.forward(id, from.get(), 100).toCompletableFuture().join();
            page.entries().forEach(entry -> forward.add(entry.number()));
            from = page.next();
        }
        assertThat(forward).containsExactlyElementsOf(LongStream.rangeClosed(1, 602).boxed().toList());
        List<Long> backward = new ArrayList<>();
        for (Optional<Long> before = Optional.of(Long.MAX_VALUE); before.isPresent();) {
            MailboxHistory.Page page = history.backward(id, before.get(), 250).toCompletableFuture().join();
            page.entries().forEach(entry -> backward.add(entry.number()));
            before = page.next();
        }
        assertThat(backward).containsExactlyElementsOf(LongStream.rangeClosed(1, 602).map(i -> 603 - i).boxed().toList());
        assertThat(history.backward(id, Long.MAX_VALUE, 1).toCompletableFuture().join().entries().get(0)).satisfies(last -> {
            assertThat(last.at()).isEqualTo(NOW.plusSeconds(1));
            assertThat(last.event()).isInstanceOf(MailboxEvent.MessagesExpunged.class);
        });
        assertThat(history.forward(new MailboxId("nothing"), 1, 10).toCompletableFuture().join())
                .isEqualTo(new MailboxHistory.Page(List.of(), Optional.empty()));
    }

    @Test
    void expungedMessagesAreDueAfterTheirTimeInPages() {
        start("due", NOW);
        ask("due", create("due"));
        ask("due", add(message(Optional.empty()), 10));                              // UID 1 is added by event 2
        ask("due", new MailboxCommand.Expunge(UidSet.of(LongStream.rangeClosed(2, 6)), false, BY));           // event 12
        ask("due", new MailboxCommand.Expunge(UidSet.of(9), false, By.nobody(NOW.plusSeconds(60))));          // event 13
        MailboxHistory history = new MailboxHistory(new JournalReader(node.database));
        MailboxId id = new MailboxId("due");
        assertThat(node.state(entities.get(id)).sweep().oldest()).contains(NOW);
        MailboxHistory.Due first = history.expunged(id, node.state(entities.get(id)).sweep().swept(), 13, NOW.plusSeconds(1), 3)
                .toCompletableFuture().join();
        assertThat(first.messages()).containsExactly(new MailboxHistory.Expunged(2, 3, NOW), new MailboxHistory.Expunged(3, 4, NOW),
                new MailboxHistory.Expunged(4, 5, NOW));
        assertThat(first.more()).isTrue();
        ask("due", new MailboxCommand.MarkSwept(first.swept(), BY));
        Swept half = node.state(entities.get(id)).sweep().swept();
        assertThat(half).isEqualTo(first.swept());
        MailboxHistory.Due rest = history.expunged(id, half, 13, NOW.plusSeconds(1), 3).toCompletableFuture().join();
        assertThat(rest.messages()).extracting(MailboxHistory.Expunged::uid).containsExactly(5L, 6L);
        assertThat(rest.more()).isFalse();
        ask("due", new MailboxCommand.MarkSwept(rest.swept(), BY));
        assertThat(node.state(entities.get(id)).sweep().oldest()).contains(NOW.plusSeconds(60));
        long events = node.state(entities.get(id)).events();
        MailboxHistory.Due last = history.expunged(id, rest.swept(), events, NOW.plusSeconds(61), 3).toCompletableFuture().join();
        assertThat(last.messages()).extracting(MailboxHistory.Expunged::uid).containsExactly(9L);
        ask("due", new MailboxCommand.MarkSwept(last.swept(), BY));
        assertThat(node.state(entities.get(id)).sweep().oldest()).isEmpty();
    }

    @Test
    void copiesThatAreNotRememberedAnyMoreAreFoundInTheJournal() {
        start("archive", NOW);
        ask("archive", create("archive"));
        ask("archive", copies("inbox", 70, 5, 6));
        ask("archive", add(message(Optional.empty()), 300));
        ask("archive", copies("inbox", 71, 7));
        MailboxHistory history = new MailboxHistory(new JournalReader(node.database));
        assertThat(history.copies(new MailboxId("archive"), new MailboxId("inbox"), 70, NOW).toCompletableFuture().join())
                .isEqualTo(Map.of(5L, 1L, 6L, 2L));
        assertThat(history.copies(new MailboxId("archive"), new MailboxId("inbox"), 70, NOW.plusSeconds(9)).toCompletableFuture().join()).isEmpty();
    }

    private void start(String id, Instant now) {
        entities.put(new MailboxId(id), spawned(id, now));
    }

    /** Whom it tells anything is woken for it, as Cluster Sharding does, when a move's time is over. */
    private ActorRef<MailboxEntity.Message> spawned(String id, Instant now) {
        return node.kit.spawn(MailboxEntity.create(id, (other, message) -> entities.computeIfAbsent(other, unused ->
                spawned(other.value(), NOW.plus(OpenMoves.PATIENCE))).tell(message), Clock.fixed(now, ZoneOffset.UTC)));
    }

    private void sleep(String id) {
        node.kit.stop(entities.remove(new MailboxId(id)));
    }

    private Verdict.Answer ask(String id, MailboxCommand command) {
        return ((Verdict.Accepted) node.ask(entities.get(new MailboxId(id)), command)).answer();
    }

    private static MailboxCommand create(String id) {
        return new MailboxCommand.Create(new MailboxId(id), "jones@example.org", 7, BY);
    }

    private static MailboxCommand add(MailboxCommand.NewMessage message, int times) {
        return new MailboxCommand.AddMessages(Collections.nCopies(times, message), List.of());
    }

    private static MailboxCommand copies(String source, long run, long... uids) {
        return new MailboxCommand.AddMessages(LongStream.of(uids).mapToObj(uid ->
                message(Optional.of(new MailboxEvent.Source(new MailboxId(source), uid, run)))).toList(), List.of());
    }

    static MailboxCommand.NewMessage message(Optional<MailboxEvent.Source> source) {
        return new MailboxCommand.NewMessage(1, NOW, Set.of(), new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.empty(), source),
                new MailboxEvent.ObjectIds("e", "t"), NOW, new OctetsPlace.Inline(1), new byte[1], new byte[1]);
    }
}
