package org.sterna.persistence.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxEvent.Source;

/**
 * The copies that came here last, by their source, so that a copy that is asked for again is found and not made twice.
 * Messages that follow each other in both mailboxes take 16 octets together. Only {@link #MAX_CHUNKS} chunks are kept, of at
 * most {@link #CHUNK} such runs each, and none of them when it is {@link #SPAN} old; {@link #forgotten} tells how far back the log does not reach.
 *
 * @param forgotten when the newest copy that was forgotten was made; the epoch if none was
 */
public record CopyLog(List<Chunk> chunks, Instant forgotten) {
    /** Runs in a full chunk: a copy that is added copies at most 4 KiB. */
    static final int CHUNK = 256;
    static final int MAX_CHUNKS = 256;
    /**
     * For so long copies are remembered. A session asks again for half a minute at most; the source of a move that is open for longer than this is answered
     * from the journal.
     */
    static final Duration SPAN = Duration.ofDays(10);
    private static final int WORDS = 2;

    static final CopyLog EMPTY = new CopyLog(List.of(), Instant.EPOCH);

    /**
     * Copies made by one run of COPY or MOVE.
     *
     * @param last  when the last of them was made
     * @param words of each run of messages, rising in the source: the first one's UID there and here, and how many there are
     */
    record Chunk(MailboxId source, long run, Instant last, long[] words) {
        boolean isOf(MailboxId mailbox, long number) {
            return run == number && source.equals(mailbox);
        }

        /** Runs rise in the source: the last one that does not begin behind the UID is the one. */
        OptionalLong find(long uid) {
            int low = 0;
            int high = words.length / WORDS - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                if (words[middle * WORDS] >>> 32 <= uid) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            long behind = high < 0 ? -1 : uid - (words[high * WORDS] >>> 32);
            return behind >= 0 && behind < words[high * WORDS + 1] ? OptionalLong.of((words[high * WORDS] & 0xFFFF_FFFFL) + behind) : OptionalLong.empty();
        }

        /** With one copy more; empty if there is no room, or it does not come behind the others. */
        Optional<Chunk> with(long from, long uid, Instant at) {
            int end = words.length - WORDS;
            long[] next;
            if (words[end] >>> 32 == from - words[end + 1] && (words[end] & 0xFFFF_FFFFL) == uid - words[end + 1]) {
                next = words.clone();
                next[end + 1]++;
            } else if (words.length < CHUNK * WORDS && from >= (words[end] >>> 32) + words[end + 1]) {
                next = Arrays.copyOf(words, words.length + WORDS);
                next[words.length] = from << 32 | uid;
                next[words.length + 1] = 1;
            } else {
                return Optional.empty();
            }
            return Optional.of(new Chunk(source, run, at, next));
        }
    }

    public CopyLog {
        chunks = List.copyOf(chunks);
    }

    /** The UID of the copy, if it is known. */
    OptionalLong find(Source source) {
        for (int i = chunks.size() - 1; i >= 0; i--) {
            OptionalLong found = chunks.get(i).isOf(source.mailbox(), source.run()) ? chunks.get(i).find(source.uid()) : OptionalLong.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    /** Of these UIDs of the source those that the run has copied, and whose copies are here still. */
    UidSet copied(MailboxId source, long run, UidSet uids, MessagePages messages) {
        return UidSet.of(uids.stream().filter(uid -> {
            OptionalLong copy = find(new Source(source, uid, run));
            return copy.isPresent() && messages.indexOf(copy.getAsLong()) >= 0;
        }));
    }

    /** The newest MOVE from each mailbox that has made copies here since. */
    public Map<MailboxId, Long> movesSince(Instant since) {
        Map<MailboxId, Long> moves = new HashMap<>();
        chunks.stream().filter(chunk -> new Source(chunk.source(), 0, chunk.run()).isMoved() && !chunk.last().isBefore(since))
                .forEach(chunk -> moves.merge(chunk.source(), chunk.run(), Math::max));
        return moves;
    }

    CopyLog with(Source source, long uid, Instant at) {
        List<Chunk> next = new ArrayList<>(chunks);
        int last = next.size() - 1;
        Optional<Chunk> longer = last >= 0 && next.get(last).isOf(source.mailbox(), source.run())
                ? next.get(last).with(source.uid(), uid, at) : Optional.empty();
        if (longer.isPresent()) {
            next.set(last, longer.get());
        } else {
            next.add(new Chunk(source.mailbox(), source.run(), at, new long[] {source.uid() << 32 | uid, 1}));
        }
        Instant dropped = forgotten;
        while (next.size() > MAX_CHUNKS || next.get(0).last().plus(SPAN).isBefore(at)) {
            Instant oldest = next.remove(0).last();
            dropped = oldest.isAfter(dropped) ? oldest : dropped;
        }
        return new CopyLog(next, dropped);
    }
}
