package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/**
 * A slice as its snapshot has it: lines by rising queue id, in pages of some 192 KiB. The same lines are always the same octets, so that a page that two nodes
 * write, one of them late, is the same page. A page begins with its strings; lines name them by their number.
 *
 * @param events of the slice
 * @param pages  never changed
 */
public record SlicePages(long events, List<byte[]> pages) {
    private static final int PAGE_OCTETS = 192 << 10;

    public SlicePages {
        pages = List.copyOf(pages);
    }

    /** A page that is being filled. */
    private static final class Page {
        private final Map<String, Integer> strings = new LinkedHashMap<>();
        private final FieldWriter lines = new FieldWriter(PAGE_OCTETS);
        private int octets;

        private void add(WaitingMessage message, Line line) {
            lines.flag(true);
            text(message.id().incarnation().value()).number(message.id().window()).number(message.id().message())
                    .time(message.accepted()).number(message.due().toEpochMilli() - message.accepted().toEpochMilli())
                    .number(message.look().toEpochMilli() - message.accepted().toEpochMilli())
                    .number(message.octets()).octet(message.priority() + 9)
                    .octet(WaitingMessageCodec.number(message.state())).octet(WaitingMessageCodec.number(line.former()));
            text(message.reversePath());
            text(message.destination());
            text(message.reason());
            lines.list(message.recipients(), FieldWriter::text);
            octets += line.size();
        }

        private FieldWriter text(String value) {
            Integer next = strings.size();
            return lines.number(strings.computeIfAbsent(value, unused -> next));
        }

        private byte[] toOctets() {
            byte[] written = lines.flag(false).toOctets();
            return new FieldWriter(written.length + 16 * strings.size() + 16).list(strings.keySet(), FieldWriter::text).octets(written).toOctets();
        }
    }

    /** @param lines in any order; sorted here */
    static SlicePages of(long events, List<Line> lines) {
        lines.sort(Comparator.comparing(Line::id));
        List<byte[]> pages = new ArrayList<>();
        Page page = new Page();
        for (Line line : lines) {
            if (page.octets > 0 && page.octets + line.size() > PAGE_OCTETS) {
                pages.add(page.toOctets());
                page = new Page();
            }
            page.add(line.toMessage(), line);
        }
        if (page.octets > 0) {
            pages.add(page.toOctets());
        }
        return new SlicePages(events, pages);
    }

    void forEach(Consumer<Line> action) {
        pages.forEach(octets -> read(octets, action));
    }

    private static void read(byte[] octets, Consumer<Line> action) {
        FieldReader page = new FieldReader(octets);
        List<String> strings = page.list(FieldReader::text);
        List<Incarnation> known = new ArrayList<>();
        FieldReader in = new FieldReader(page.octets());
        while (in.flag()) {
            Incarnation incarnation = incarnation(text(in, strings), known);
            QueueId id = new QueueId(incarnation, in.number(), in.count());
            Instant accepted = in.time();
            Instant due = accepted.plusMillis(in.number());
            Instant look = accepted.plusMillis(in.number());
            long size = in.number();
            int priority = in.octet() - 9;
            WaitingMessage.State state = WaitingMessageCodec.state(in.octet());
            WaitingMessage.State former = WaitingMessageCodec.state(in.octet());
            String reversePath = text(in, strings);
            String destination = text(in, strings);
            String reason = text(in, strings);
            Line line = Line.of(new WaitingMessage(id, accepted, reversePath, in.list(FieldReader::text), size, priority, destination, former, due,
                    look, reason));
            if (state == WaitingMessage.State.HELD) {
                line.hold();
            }
            action.accept(line);
        }
    }

    private static Incarnation incarnation(String value, List<Incarnation> known) {
        if (known.isEmpty() || !known.get(0).value().equals(value)) {
            known.clear();                                  // they come sorted
            known.add(new Incarnation(value));
        }
        return known.get(0);
    }

    private static String text(FieldReader in, List<String> strings) {
        int number = in.count();
        if (number >= strings.size()) {
            throw new UnreadableRecordException("a line of a slice names string " + number + " of " + strings.size());
        }
        return strings.get(number);
    }
}
