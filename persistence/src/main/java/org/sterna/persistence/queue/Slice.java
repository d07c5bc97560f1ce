package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec;

/**
 * The waiting messages of one slice, one line each, and whose turn it is to be started. Its methods change it: the slice's entity is its only user, and
 * a million lines are not copied for each event. Events tell which lines there are; what is ready and what is running follows from the time and is not stored.
 */
public final class Slice {
    /** Something to be started. */
    public record Start(QueueId id, Order order) { }

    private final LineTable lines = new LineTable.ById();
    private final DueHeap heap = new DueHeap();
    private final ReadyLines withPlace = new ReadyLines();
    private final ReadyLines withoutPlace = new ReadyLines();
    private final Deque<Line> looks = new ArrayDeque<>();
    private boolean lookedLast;
    private final int[] states = new int[WaitingMessage.State.values().length];
    private long events;
    private long unsaved;

    public static final EventCodec<SliceEvent> EVENTS = EventCodec.<SliceEvent>builder()
            .event(SliceEvent.MessageWaits.class, "message-waits", 1,
                    (event, out) -> WaitingMessageCodec.write(out, event.message()), in -> new SliceEvent.MessageWaits(WaitingMessageCodec.read(in)))
            .event(SliceEvent.MessageLeft.class, "message-left", 1,
                    (event, out) -> out.text(event.id().toString()), in -> new SliceEvent.MessageLeft(QueueId.of(in.text())))
            .event(SliceEvent.MessageHeld.class, "message-held", 1,
                    (event, out) -> out.text(event.id().toString()).time(event.at()), in -> new SliceEvent.MessageHeld(QueueId.of(in.text()), in.time()))
            .event(SliceEvent.MessageReleased.class, "message-released", 1,
                    (event, out) -> out.text(event.id().toString()).time(event.at()),
                    in -> new SliceEvent.MessageReleased(QueueId.of(in.text()), in.time()))
            .event(SliceEvent.MessageHurried.class, "message-hurried", 1,
                    (event, out) -> out.text(event.id().toString()).time(event.due()),
                    in -> new SliceEvent.MessageHurried(QueueId.of(in.text()), in.time()))
            .build();

    public void apply(SliceEvent event) {
        events++;
        unsaved++;
        if (event instanceof SliceEvent.MessageWaits waits) {
            Line key = Line.of(waits.message());
            Line line = lines.getOr(key);
            if (line == key) {
                lines.put(line);
                heap.add(line);
                states[line.state().ordinal()]++;
            } else {
                change(line, each -> each.set(waits.message()));
            }
        } else if (event instanceof SliceEvent.MessageLeft left) {
            find(left.id()).ifPresent(line -> {
                unschedule(line);
                lines.remove(line);
                states[line.state().ordinal()]--;
            });
        } else if (event instanceof SliceEvent.MessageHeld held) {
            find(held.id()).ifPresent(line -> change(line, Line::hold));
        } else if (event instanceof SliceEvent.MessageReleased released) {
            find(released.id()).ifPresent(line -> change(line, each -> each.release(released.at())));
        } else if (event instanceof SliceEvent.MessageHurried hurried) {
            find(hurried.id()).ifPresent(line -> change(line, each -> each.hurry(hurried.due())));
        } else {
            throw new AssertionError(event);
        }
    }

    private Optional<Line> find(QueueId id) {
        Line key = Line.key(id);
        Line found = lines.getOr(key);
        return found == key ? Optional.empty() : Optional.of(found);
    }

    /** Heap and rings are ordered by what is about to change. */
    private void change(Line line, Consumer<Line> change) {
        unschedule(line);
        states[line.state().ordinal()]--;
        change.accept(line);
        states[line.state().ordinal()]++;
        if (!line.running) {
            heap.add(line);
        }
    }

    private void unschedule(Line line) {
        heap.remove(line);
        ready(line).remove(line);
    }

    private ReadyLines ready(Line line) {
        return line.destination().isEmpty() ? withoutPlace : withPlace;
    }

    /** Makes ready what is due by now. */
    public void advance(Instant time) {
        long now = time.toEpochMilli();
        while (!heap.isEmpty() && heap.first().wake() <= now) {
            Line line = heap.first();
            heap.remove(line);
            if (line.isDue(now) && !ReadyLines.has(line)) {
                ready(line).add(line);
            }
            if (line.wantsLook(now)) {
                looks.addLast(line);
            } else {
                heap.add(line);
            }
        }
    }

    /** When {@link #advance} has something to do next, in milliseconds since 1970; empty if nothing waits for its time. */
    public OptionalLong nextWake() {
        return heap.isEmpty() ? OptionalLong.empty() : OptionalLong.of(heap.first().wake());
    }

    /** Starts a line that needs no place: one whose look is due, or that has no single destination. */
    public Optional<Start> startWithoutPlace() {
        lookedLast = !lookedLast;
        Optional<Start> first = lookedLast ? startLook() : startAttempt(withoutPlace, destination -> true);
        return first.isPresent() ? first : lookedLast ? startAttempt(withoutPlace, destination -> true) : startLook();
    }

    /**
     * Starts a line whose destination has a place.
     *
     * @param place takes a place for a destination; where it says no, it is not asked again before {@link #opened}
     */
    public Optional<Start> startWithPlace(Predicate<String> place) {
        return startAttempt(withPlace, place);
    }

    private Optional<Start> startAttempt(ReadyLines ready, Predicate<String> place) {
        return ready.poll(place).map(line -> start(line, new Order.Attempt(Optional.of(line.destination()).filter(name -> !name.isEmpty()))));
    }

    private Optional<Start> startLook() {
        while (!looks.isEmpty()) {
            Line line = looks.pollFirst();
            boolean still = !line.running && line.at == Line.NOWHERE && lines.has(line) && lines.getOr(line) == line;    // or it was changed since
            if (still) {
                return Optional.of(start(line, line.held() ? new Order.Renew() : new Order.Look()));
            }
        }
        return Optional.empty();
    }

    /** Starts this line for an operator's order; empty if it is not here or has been started. */
    public Optional<Start> start(QueueId id, Order order) {
        return find(id).filter(line -> !line.running).map(line -> start(line, order));
    }

    private Start start(Line line, Order order) {
        unschedule(line);
        line.running = true;
        return new Start(line.id(), order);
    }

    /** What was started has ended: if it still waits here, it wakes again when it is due. */
    public void ended(QueueId id) {
        find(id).filter(line -> line.running).ifPresent(line -> {
            line.running = false;
            heap.add(line);
        });
    }

    /** The destination may have a place again. */
    public void opened(String destination) {
        withPlace.opened(destination);
    }

    public int size() {
        return lines.size();
    }

    /** How many lines are in each state, by the states' ordinal numbers. */
    public int[] counts() {
        return states.clone();
    }

    public boolean holds(QueueId id) {
        return find(id).isPresent();
    }

    public Optional<WaitingMessage> message(QueueId id) {
        return find(id).map(Line::toMessage);
    }

    /** Shows every line that is selected, in no order. */
    public void forEach(Selection selection, Consumer<WaitingMessage> action) {
        Consumer<WaitingMessage> selected = message -> {
            if (selection.matches(message)) {
                action.accept(message);
            }
        };
        if (selection.ids().isEmpty()) {
            lines.forEach(line -> selected.accept(line.toMessage()));
        } else {
            selection.ids().forEach(id -> message(id).ifPresent(selected));
        }
    }

    /** How many events made it: the number of its last event in the journal. */
    public long events() {
        return events;
    }

    /** Events since it was last turned into a snapshot. */
    public long unsaved() {
        return unsaved;
    }

    /** Its lines as a snapshot holds them. */
    public SlicePages toPages() {
        unsaved = 0;
        List<Line> sorted = new ArrayList<>(lines.size());
        lines.forEach(sorted::add);
        return SlicePages.of(events, sorted);
    }

    /** The slice that a snapshot holds. Nothing of it is running. */
    public static Slice of(SlicePages pages) {
        Slice slice = new Slice();
        pages.forEach(line -> {
            slice.lines.put(line);
            slice.heap.add(line);
            slice.states[line.state().ordinal()]++;
        });
        slice.events = pages.events();
        return slice;
    }

    /** Snapshots of a slice: pages that no two snapshots share, because most lines change between them. */
    public static final class Snapshots implements SnapshotCodec<SlicePages> {
        private static final int FORMAT = 2;

        @Override
        public byte[] manifest(SlicePages state) {
            return new FieldWriter().octet(FORMAT).number(state.events()).toOctets();
        }

        @Override
        public List<PageKey> pages(SlicePages state) {
            List<PageKey> keys = new ArrayList<>();
            for (int page = 0; page < state.pages().size(); page++) {
                keys.add(new PageKey(page, state.events()));
            }
            return keys;
        }

        @Override
        public byte[] page(SlicePages state, PageKey key) {
            return state.pages().get(key.page());
        }

        @Override
        public SlicePages read(byte[] manifest, Map<PageKey, byte[]> pages) {
            FieldReader in = new FieldReader(manifest);
            int format = in.octet();
            if (format != FORMAT) {
                throw new UnreadableRecordException("slice snapshot format " + format + " is not known to this version of Sterna");
            }
            long events = in.number();
            List<byte[]> ordered = new ArrayList<>();
            for (int page = 0; page < pages.size(); page++) {
                ordered.add(Optional.ofNullable(pages.get(new PageKey(page, events))).orElseThrow(
                        () -> new UnreadableRecordException("a slice's snapshot of event " + events + " lacks a page")));
            }
            return new SlicePages(events, ordered);
        }

        /** What happened to lines that have left is of no use to anybody. */
        @Override
        public boolean endsJournal() {
            return true;
        }
    }
}
