package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec;

/**
 * The waiting messages of one slice, one line each. Its methods change it: the slice's entity is its only user, and a
 * million lines are not copied for each event.
 */
public final class Slice {
    /** @param reason why it waits, for an operator's listing; at most 200 characters are kept */
    public record Line(Instant due, String reason) { }

    private record Due(Instant at, QueueId id) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = at.compareTo(other.at);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    private final Map<QueueId, Line> lines = new TreeMap<>();
    private final TreeSet<Due> order = new TreeSet<>();

    public static final EventCodec<SliceEvent> EVENTS = EventCodec.<SliceEvent>builder()
            .event(SliceEvent.MessageWaits.class, "message-waits", 1,
                    (event, out) -> out.text(event.id().toString()).time(event.due()).text(event.reason()),
                    in -> new SliceEvent.MessageWaits(QueueId.of(in.text()), in.time(), in.text()))
            .event(SliceEvent.MessageLeft.class, "message-left", 1,
                    (event, out) -> out.text(event.id().toString()), in -> new SliceEvent.MessageLeft(QueueId.of(in.text())))
            .build();

    public void apply(SliceEvent event) {
        if (event instanceof SliceEvent.MessageWaits waits) {
            remove(waits.id());
            String reason = waits.reason().length() > 200 ? waits.reason().substring(0, 200) : waits.reason();
            lines.put(waits.id(), new Line(waits.due(), reason));
            order.add(new Due(waits.due(), waits.id()));
        } else if (event instanceof SliceEvent.MessageLeft left) {
            remove(left.id());
        } else {
            throw new AssertionError(event);
        }
    }

    /** Forgets every line. */
    public void clear() {
        lines.clear();
        order.clear();
    }

    /** The same lines; neither follows the other. For a snapshot, which is written while the slice goes on. */
    public Slice copy() {
        Slice copy = new Slice();
        copy.lines.putAll(lines);
        copy.order.addAll(order);
        return copy;
    }

    private void remove(QueueId id) {
        Line before = lines.remove(id);
        if (before != null) {
            order.remove(new Due(before.due(), id));
        }
    }

    public int size() {
        return lines.size();
    }

    public boolean holds(QueueId id) {
        return lines.containsKey(id);
    }

    /** A copy of all lines. */
    public Map<QueueId, Line> lines() {
        return Map.copyOf(lines);
    }

    /** When the first is due. */
    public Optional<Instant> nextDue() {
        return order.isEmpty() ? Optional.empty() : Optional.of(order.first().at());
    }

    /** Those due by now, the first ones first, at most so many. */
    public List<QueueId> due(Instant now, int most) {
        return order.stream().takeWhile(each -> !each.at().isAfter(now)).limit(most).map(Due::id).toList();
    }

    /** Snapshots of a slice: one page; a slice is small as long as the queue moves. */
    public static final class Snapshots implements SnapshotCodec<Slice> {
        private static final int FORMAT = 1;

        @Override
        public byte[] manifest(Slice state) {
            return new FieldWriter(state.size() * 64 + 16).octet(FORMAT).list(state.lines.entrySet(), (out, each) ->
                    out.text(each.getKey().toString()).time(each.getValue().due()).text(each.getValue().reason())).toOctets();
        }

        @Override
        public List<PageKey> pages(Slice state) {
            return List.of();
        }

        @Override
        public byte[] page(Slice state, PageKey key) {
            throw new IllegalArgumentException("a slice has no pages: " + key);
        }

        @Override
        public Slice read(byte[] manifest, Map<PageKey, byte[]> pages) {
            FieldReader in = new FieldReader(manifest);
            int format = in.octet();
            if (format != FORMAT) {
                throw new UnreadableRecordException("slice snapshot format " + format + " is not known to this version of Sterna");
            }
            Slice slice = new Slice();
            in.list(each -> new SliceEvent.MessageWaits(QueueId.of(each.text()), each.time(), each.text())).forEach(slice::apply);
            return slice;
        }
    }
}
