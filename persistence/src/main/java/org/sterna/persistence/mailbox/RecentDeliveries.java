package org.sterna.persistence.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;

/**
 * The deliveries that came last, by the fingerprint of their transaction: so that one which a client has repeated on another
 * node is noticed (RFC 1047). Those of the last {@link #SPAN} are kept, and of more than {@link #MAX_CHUNKS} full chunks the
 * newest. A delivery that is added copies one chunk.
 *
 * @param chunks the oldest first; all but the last are full
 */
public record RecentDeliveries(List<Chunk> chunks) {
    /** For so long a delivery is remembered, by its save date. */
    static final Duration SPAN = Duration.ofHours(1);
    static final int CHUNK = 32;
    static final int MAX_CHUNKS = 64;
    /** Who sends the same so often means it: no client comes to so many nodes with one transaction. */
    static final int MANY = 8;
    private static final int WORDS = 4;
    private static final int UID = 1;
    private static final int ACCEPTED = 2;
    private static final int SAVED = 3;

    static final RecentDeliveries NONE = new RecentDeliveries(List.of());

    /**
     * @param accepted when the queue had accepted it; to the millisecond
     */
    record Delivery(QueueId queueId, long uid, Instant accepted) { }

    /**
     * @param words of each delivery: the fingerprint's first 64 bits, its UID, when it was accepted and saved in milliseconds
     *              since 1970
     */
    record Chunk(long[] words, List<QueueId> queueIds) {
        private Instant newest() {
            return Instant.ofEpochMilli(words[words.length - WORDS + SAVED]);
        }
    }

    public RecentDeliveries {
        chunks = List.copyOf(chunks);
    }

    /**
     * The last delivery with this fingerprint that another run of a node had accepted; empty if there are {@link #MANY} with this
     * fingerprint. What one run accepts it has compared itself. Two fingerprints that begin alike are taken for one here: who asks on compares them whole.
     *
     * @param saved    when the message in question would be saved
     * @param distinct deliveries that do not count
     */
    Optional<Delivery> find(Fingerprint fingerprint, QueueId queueId, Instant saved, Collection<QueueId> distinct) {
        long key = key(fingerprint);
        Optional<Delivery> found = Optional.empty();
        int alike = 0;
        for (int i = chunks.size() - 1; i >= 0; i--) {
            Chunk chunk = chunks.get(i);
            for (int entry = chunk.queueIds().size() - 1; entry >= 0; entry--) {
                int at = entry * WORDS;
                if (chunk.words()[at] == key && Math.abs(saved.toEpochMilli() - chunk.words()[at + SAVED]) <= SPAN.toMillis()) {
                    QueueId other = chunk.queueIds().get(entry);
                    alike++;
                    if (found.isEmpty() && !other.incarnation().equals(queueId.incarnation()) && !distinct.contains(other)) {
                        found = Optional.of(new Delivery(other, chunk.words()[at + UID], Instant.ofEpochMilli(chunk.words()[at + ACCEPTED])));
                    }
                }
            }
        }
        return alike < MANY ? found : Optional.empty();
    }

    /** The UID that this very delivery was given, if it is among them: one that comes late, when its end was recorded already, is not a new one. */
    Optional<Long> uid(Fingerprint fingerprint, QueueId queueId) {
        long key = key(fingerprint);
        for (int i = chunks.size() - 1; i >= 0; i--) {
            Chunk chunk = chunks.get(i);
            for (int entry = chunk.queueIds().size() - 1; entry >= 0; entry--) {
                if (chunk.words()[entry * WORDS] == key && chunk.queueIds().get(entry).equals(queueId)) {
                    return Optional.of(chunk.words()[entry * WORDS + UID]);
                }
            }
        }
        return Optional.empty();
    }

    private static long key(Fingerprint fingerprint) {
        return Long.parseUnsignedLong(fingerprint.hex(), 0, 16, 16);
    }

    RecentDeliveries with(Fingerprint fingerprint, Delivery delivery, Instant saved) {
        long[] words = {key(fingerprint), delivery.uid(), delivery.accepted().toEpochMilli(), saved.toEpochMilli()};
        int full = chunks.size();
        Chunk last = new Chunk(words, List.of(delivery.queueId()));
        if (full > 0 && chunks.get(full - 1).queueIds().size() < CHUNK) {
            Chunk before = chunks.get(--full);
            long[] longer = Arrays.copyOf(before.words(), before.words().length + WORDS);
            System.arraycopy(words, 0, longer, before.words().length, WORDS);
            last = new Chunk(longer, Stream.concat(before.queueIds().stream(), Stream.of(delivery.queueId())).toList());
        }
        int from = Math.max(0, full + 1 - MAX_CHUNKS);
        while (from < full && chunks.get(from).newest().plus(SPAN).isBefore(saved)) {
            from++;
        }
        List<Chunk> next = new ArrayList<>(chunks.subList(from, full));
        next.add(last);
        return new RecentDeliveries(next);
    }
}
