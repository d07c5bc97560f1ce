package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.persistence.queue.WaitingMessages.NOW;
import static org.sterna.persistence.queue.WaitingMessages.id;
import static org.sterna.persistence.queue.WaitingMessages.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;
import org.sterna.persistence.queue.Slice.Start;
import org.sterna.persistence.queue.WaitingMessage.State;

class SliceTest {
    private static final Predicate<String> EVERYWHERE = destination -> true;
    private static final Instant FAR = NOW.plus(Duration.ofDays(9));

    private final Slice slice = new Slice();

    @Property
    void startsEveryLineOnceWhenItIsDueAndNoOther(@ForAll @Size(max = 80) List<@IntRange(max = 99_999) Integer> steps) {
        Slice changed = new Slice();
        Map<QueueId, WaitingMessage> model = new HashMap<>();
        for (int step : steps) {
            QueueId id = id(step % 17);
            WaitingMessages message = waiting(step % 17).due(NOW.plusSeconds(step % 100 - 50)).look(NOW.plusSeconds(step % 71 - 10))
                    .from("s" + step % 3 + "@example.com").at(step % 5 == 0 ? "" : "d" + step % 4).priority(step % 7 - 3);
            if (step % 6 == 0) {
                changed.apply(new SliceEvent.MessageLeft(id));
                model.remove(id);
            } else {
                boolean held = model.containsKey(id) && model.get(id).state() == State.HELD;
                changed.apply(message.event());
                model.put(id, held ? message.in(State.HELD).message() : message.message());
                if (step % 11 == 0) {
                    changed.apply(new SliceEvent.MessageHeld(id, NOW));
                    model.put(id, message.in(State.HELD).message());
                }
            }
            if (step % 3 == 0) {
                changed.advance(NOW.plusSeconds(step % 60 - 60));
            }
        }
        for (Slice each : List.of(changed, snapshot(changed))) {
            assertThat(all(each)).isEqualTo(model);
            assertThat(each.size()).isEqualTo(model.size());
            int[] states = new int[State.values().length];
            model.values().forEach(message -> states[message.state().ordinal()]++);
            assertThat(each.counts()).containsExactly(states);
            each.advance(NOW);
            Map<QueueId, Order> started = drain(each);
            assertThat(started.keySet()).as("%s of %s", started, model).isEqualTo(keys(model, message -> dueNow(message) || !message.look().isAfter(NOW)));
            started.forEach((id, order) -> assertThat(order).satisfiesAnyOf(
                    some -> assertThat(some).isEqualTo(model.get(id).state() == State.HELD ? new Order.Renew() : new Order.Look()).matches(unused -> !model.get(id).look().isAfter(NOW)),
                    some -> assertThat(some).isEqualTo(new Order.Attempt(Optional.of(model.get(id).destination()).filter(name -> !name.isEmpty())))
                            .matches(unused -> dueNow(model.get(id)))));
            model.keySet().forEach(each::ended);
            each.advance(NOW);
            assertThat(drain(each).keySet()).as("what ended unchanged is due again").isEqualTo(started.keySet());
        }
    }

    private static boolean dueNow(WaitingMessage message) {
        return message.state() != State.HELD && !message.due().isAfter(NOW);
    }

    private static Set<QueueId> keys(Map<QueueId, WaitingMessage> model, Predicate<WaitingMessage> test) {
        return model.values().stream().filter(test).map(WaitingMessage::id).collect(Collectors.toSet());
    }

    @Test
    void eachDestinationIsAskedOnceUntilItIsOpened() {
        for (int i = 0; i < 6; i++) {
            slice.apply(waiting(i).at(i % 2 == 0 ? "full" : "free").due(NOW).event());
        }
        slice.advance(NOW);
        List<String> asked = new ArrayList<>();
        List<QueueId> started = new ArrayList<>();
        Predicate<String> place = destination -> {
            asked.add(destination);
            return destination.equals("free");
        };
        for (Optional<Start> next = slice.startWithPlace(place); next.isPresent(); next = slice.startWithPlace(place)) {
            started.add(next.get().id());
        }
        assertThat(started).containsExactlyInAnyOrder(id(1), id(3), id(5));
        assertThat(asked).containsOnlyOnce("full");
        slice.opened("full");
        assertThat(slice.startWithPlace(EVERYWHERE)).contains(new Start(id(0), new Order.Attempt(Optional.of("full"))));
        assertThat(slice.startWithPlace(place)).isEmpty();
        slice.apply(waiting(8).at("full").due(NOW).event());
        slice.advance(NOW);
        assertThat(slice.startWithPlace(EVERYWHERE)).isEmpty();
    }

    @Test
    void whatIsReadyIsStillLookedAt() {
        slice.apply(waiting(1).due(NOW).look(NOW.plusSeconds(60)).event());
        slice.advance(NOW);
        assertThat(slice.startWithPlace(destination -> false)).isEmpty();
        assertThat(slice.nextWake()).hasValue(NOW.plusSeconds(60).toEpochMilli());
        slice.advance(NOW.plusSeconds(60));
        assertThat(slice.nextWake()).isEmpty();
        assertThat(slice.startWithoutPlace()).contains(new Start(id(1), new Order.Look()));
        slice.opened("example.org");
        assertThat(slice.startWithPlace(EVERYWHERE)).isEmpty();
    }

    @Test
    void heldIsOnlyLookedAtUntilItIsReleased() {
        slice.apply(waiting(1).due(NOW).look(NOW.plusSeconds(60)).event());
        slice.advance(NOW);
        slice.apply(new SliceEvent.MessageHeld(id(1), NOW));
        slice.advance(NOW.plusSeconds(1));
        assertThat(slice.startWithPlace(EVERYWHERE)).isEmpty();
        slice.advance(NOW.plusSeconds(60));
        assertThat(slice.startWithoutPlace()).contains(new Start(id(1), new Order.Renew()));
        slice.apply(waiting(1).due(NOW).look(FAR).in(State.DEFERRED).event());     // what the look says knows nothing of the hold
        slice.ended(id(1));
        slice.apply(new SliceEvent.MessageHurried(id(1), NOW.minusSeconds(5)));
        slice.advance(NOW.plusSeconds(60));
        assertThat(slice.startWithPlace(EVERYWHERE)).isEmpty();
        assertThat(slice.message(id(1)).orElseThrow()).isEqualTo(waiting(1).due(NOW).look(FAR).in(State.HELD).message());
        Slice read = snapshot(slice);
        for (Slice each : List.of(slice, read)) {
            each.apply(new SliceEvent.MessageReleased(id(1), NOW));
            assertThat(each.message(id(1)).orElseThrow().state()).isEqualTo(State.DEFERRED);
            each.advance(NOW.plusSeconds(60));
            assertThat(each.startWithPlace(EVERYWHERE)).isPresent();
        }
    }

    @Test
    void hurriedIsDueThenAndRunningIsNotStartedTwice() {
        slice.apply(waiting(1).event());
        slice.advance(NOW);
        assertThat(slice.startWithPlace(EVERYWHERE)).isEmpty();
        slice.apply(new SliceEvent.MessageHurried(id(1), NOW));
        slice.advance(NOW);
        assertThat(slice.startWithPlace(EVERYWHERE)).isPresent();
        slice.apply(new SliceEvent.MessageHurried(id(1), NOW));
        slice.apply(waiting(1).due(NOW).event());
        slice.advance(NOW);
        assertThat(slice.startWithPlace(EVERYWHERE)).isEmpty();
        assertThat(slice.start(id(1), new Order.Remove())).isEmpty();
        slice.ended(id(1));
        assertThat(slice.start(id(1), new Order.Remove())).contains(new Start(id(1), new Order.Remove()));
        slice.apply(new SliceEvent.MessageLeft(id(1)));
        slice.ended(id(1));
        assertThat(slice.size()).isZero();
        assertThat(slice.nextWake()).isEmpty();
    }

    @Test
    void snapshotsAreTheSameWhateverTheOrderAndNoPageIsLarge() {
        Slice other = new Slice();
        int lines = 8_000;
        for (int i = 0; i < lines; i++) {
            slice.apply(many(i).event());
            other.apply(many(lines - 1 - i).event());
        }
        assertThat(slice.unsaved()).isEqualTo(lines);
        SlicePages pages = slice.toPages();
        assertThat(slice.unsaved()).isZero();
        assertThat(pages.pages()).hasSizeGreaterThan(2).allSatisfy(page -> assertThat(page.length).isLessThan(256 << 10));
        SlicePages others = other.toPages();
        assertThat(others.pages()).hasSameSizeAs(pages.pages());
        for (int page = 0; page < pages.pages().size(); page++) {
            assertThat(others.pages().get(page)).isEqualTo(pages.pages().get(page));
        }
        Slice read = snapshot(slice);
        assertThat(all(read)).isEqualTo(all(slice)).hasSize(lines);
        assertThat(read.events()).isEqualTo(lines);
        assertThat(read.unsaved()).isZero();
    }

    private static WaitingMessages many(int i) {
        return waiting(i).from("sender" + i % 1_000 + "@example.com").to("recipient" + i + "@example.org", "other@example.org").at("d" + i % 1_000)
                .priority(i % 19 - 9).octets(i == 7 ? 1L << 40 : i).in(State.values()[i % 4]).because("451 4.7.1 try again in " + i % 10 + " minutes")
                .octets(i).due(NOW.minusSeconds(i));
    }

    @Test
    void longReasonsAreCutAndSizesBeyondFourGibibytesAreShownAsThat() {
        slice.apply(waiting(1).because("x".repeat(300)).octets(1L << 40).event());
        assertThat(slice.message(id(1)).orElseThrow().reason()).hasSize(200);
        assertThat(slice.message(id(1)).orElseThrow().octets()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void onlyWhatIsSelectedIsShown() {
        slice.apply(waiting(1).event());
        slice.apply(waiting(2).from("").event());
        List<QueueId> shown = new ArrayList<>();
        slice.forEach(Selection.ALL.withSender("<>"), message -> shown.add(message.id()));
        slice.forEach(Selection.of(id(1)), message -> shown.add(message.id()));
        slice.forEach(Selection.of(id(3)), message -> shown.add(message.id()));
        slice.forEach(Selection.of(id(1)).withSender("<>"), message -> shown.add(message.id()));
        assertThat(shown).containsExactly(id(2), id(1));
    }

    private static Map<QueueId, Order> drain(Slice slice) {
        Map<QueueId, Order> started = new LinkedHashMap<>();
        for (Optional<Start> next = next(slice); next.isPresent(); next = next(slice)) {
            assertThat(started.put(next.get().id(), next.get().order())).as("started twice: %s", next).isNull();
        }
        return started;
    }

    private static Optional<Start> next(Slice slice) {
        return slice.startWithPlace(EVERYWHERE).or(slice::startWithoutPlace);
    }

    private static Map<QueueId, WaitingMessage> all(Slice slice) {
        Map<QueueId, WaitingMessage> all = new HashMap<>();
        slice.forEach(Selection.ALL, message -> all.put(message.id(), message));
        return all;
    }

    /** As it is read back. */
    private static Slice snapshot(Slice slice) {
        Slice.Snapshots codec = new Slice.Snapshots();
        SlicePages state = slice.toPages();
        Map<PageKey, byte[]> pages = new HashMap<>();
        codec.pages(state).forEach(key -> pages.put(key, codec.page(state, key)));
        return Slice.of(codec.read(codec.manifest(state), pages));
    }
}
