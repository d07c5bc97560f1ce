package org.sterna.persistence.queue;

import static org.sterna.persistence.queue.WaitingMessages.NOW;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;
import org.sterna.persistence.queue.WaitingMessage.State;

/**
 * Measures what a million waiting messages cost: heap after a collection, and the time in which 128 slices are read back. Run by hand; the argument is the
 * number of destinations.
 */
final class SliceFootprint {
    private static final int LINES = 1_000_000;
    private static final int SLICES = 128;
    private static final int SENDERS = 1_000;

    private SliceFootprint() { }

    public static void main(String[] arguments) {
        int destinations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            slices.add(new Slice());
        }
        long before = heap();
        for (int i = 0; i < LINES; i++) {
            // Through the codec, as in a replay: no string is shared by chance.
            slices.get(i % SLICES).apply(Slice.EVENTS.read(Slice.EVENTS.write(line(i, destinations))));
        }
        report("waiting", heap() - before, slices);
        slices.forEach(slice -> slice.advance(NOW.plus(Duration.ofDays(1))));
        slices.forEach(slice -> slice.startWithPlace(destination -> false));
        report("ready, no place", heap() - before, slices);
        long started = System.nanoTime();
        List<SlicePages> saved = slices.stream().map(Slice::toPages).toList();
        System.out.printf("%d destinations: snapshots written in %d ms, %d pages, %d MB%n", destinations, (System.nanoTime() - started) / 1_000_000,
                saved.stream().mapToInt(each -> each.pages().size()).sum(),
                saved.stream().flatMap(each -> each.pages().stream()).mapToLong(page -> page.length).sum() >> 20);
        slices.clear();
        List<Slice> read = timed("snapshots read", () -> saved.stream().map(SliceFootprint::read).toList());
        List<ByteBuffer> events = new ArrayList<>();
        for (int i = 0; i < LINES / SLICES; i++) {
            events.add(Slice.EVENTS.write(line(i, destinations)));
        }
        List<Slice> replayed = timed("events of one slice replayed", () -> {
            Slice slice = new Slice();
            events.forEach(event -> slice.apply(Slice.EVENTS.read(event)));
            return List.of(slice);
        });
        timed("a listing of all", () -> {
            First<WaitingMessage> first = new First<>(Sort.SIZE.comparator(), 20);
            read.forEach(slice -> slice.forEach(Selection.ALL.withRecipientDomain("*.example.org").withReason("later"), first::add));
            return first.toList();
        });
        System.out.println(read.size() + replayed.size() + " slices");
    }

    private static <T> List<T> timed(String what, Supplier<List<T>> work) {
        long started = System.nanoTime();
        List<T> done = work.get();
        System.out.printf("%s: %d ms%n", what, (System.nanoTime() - started) / 1_000_000);
        return done;
    }

    private static Slice read(SlicePages pages) {
        Slice.Snapshots codec = new Slice.Snapshots();
        Map<PageKey, byte[]> stored = new HashMap<>();
        codec.pages(pages).forEach(key -> stored.put(key, codec.page(pages, key)));
        return Slice.of(codec.read(codec.manifest(pages), stored));
    }

    private static SliceEvent line(int i, int destinations) {
        String destination = "d" + (i * 7919L) % destinations + ".example.org";
        QueueId id = new QueueId(new Incarnation("1jgk0hn4v2p" + i / 200_000), i / 100, i % 100);
        return new SliceEvent.MessageWaits(new WaitingMessage(id, NOW.minusSeconds(i % 9_999),
                String.format("sender%05d@sub.example.com", (i * 104_729L) % SENDERS), List.of(String.format("%08d@d%09d.test", i, i % destinations)),
                5_000 + i % 1_000, i % 50 == 0 ? -4 : 0, destination, i % 3 == 0 ? State.READY : State.DEFERRED, NOW.plusSeconds(i % 14_400),
                NOW.plus(Duration.ofDays(15)).plusSeconds(i % 1_000), "451 4.7." + i % 20 + " try again later, this host is busy"));
    }

    private static void report(String what, long octets, List<Slice> slices) {
        int lines = slices.stream().mapToInt(Slice::size).sum();
        System.out.printf("%s: %d lines, %d MB of heap, %d octets a line%n", what, lines, octets >> 20, octets / lines);
    }

    private static long heap() {
        long[] used = new long[4];
        for (int i = 0; i < used.length; i++) {
            System.gc();
            used[i] = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        return Arrays.stream(used).min().orElseThrow();
    }
}
