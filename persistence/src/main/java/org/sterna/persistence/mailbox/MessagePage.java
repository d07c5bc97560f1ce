package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.Arrays;

/**
 * Up to {@link #FULL} messages by rising UID in packed words, never changed.
 *
 * @param id      rises from page to page
 * @param version number of the event that changed it last: same id and version, same content
 * @param words   {@link #WORDS} for each message: UID and size, MODSEQ, flags, internal date, adding event, save date
 */
record MessagePage(int id, long version, long[] words, Sums sums) {
    /** A change of one message copies at most 12 KiB. */
    static final int FULL = 256;
    static final int WORDS = 6;
    static final int MOD_SEQ = 1;
    static final int FLAGS = 2;
    static final int INTERNAL_DATE = 3;
    static final int ADDED = 4;
    static final int SAVE_DATE = 5;

    MessagePage(int id, long version, long[] words) {
        this(id, version, words, Sums.of(words));
    }

    static long[] words(MessageEntry entry) {
        return new long[] {entry.uid() << 32 | entry.size(), entry.modSeq(), entry.flags(), entry.internalDate().toEpochMilli(),
            entry.added(), entry.saveDate().toEpochMilli()};
    }

    int size() {
        return words.length / WORDS;
    }

    long uid(int index) {
        return words[index * WORDS] >>> 32;
    }

    long firstUid() {
        return words[0] >>> 32;
    }

    long lastUid() {
        return words[words.length - WORDS] >>> 32;
    }

    MessageEntry entry(int index) {
        int at = index * WORDS;
        return new MessageEntry(words[at] >>> 32, words[at] & 0xFFFF_FFFFL, words[at + MOD_SEQ], words[at + FLAGS],
                Instant.ofEpochMilli(words[at + INTERNAL_DATE]), words[at + ADDED], Instant.ofEpochMilli(words[at + SAVE_DATE]));
    }

    /** The first message with this UID or a higher one; {@link #size} if there is none. */
    int insertion(long uid) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    MessagePage with(long[] message, long number) {
        long[] longer = Arrays.copyOf(words, words.length + WORDS);
        System.arraycopy(message, 0, longer, words.length, WORDS);
        return new MessagePage(id, number, longer, sums.plus(Sums.of(message)));
    }

    /** With these flags on the messages that the walk meets. */
    MessagePage flagged(UidWalk uids, long flags, long number) {
        long[] changed = words.clone();
        boolean any = false;
        for (int at = 0; at < changed.length; at += WORDS) {
            if (uids.contains(changed[at] >>> 32)) {
                changed[at + MOD_SEQ] = number;
                changed[at + FLAGS] = flags;
                any = true;
            }
        }
        return any ? new MessagePage(id, number, changed) : this;
    }

    /** Without the messages that the walk meets; may be left without any. */
    MessagePage without(UidWalk uids, long number) {
        long[] left = new long[words.length];
        int length = 0;
        for (int at = 0; at < words.length; at += WORDS) {
            if (!uids.contains(words[at] >>> 32)) {
                System.arraycopy(words, at, left, length, WORDS);
                length += WORDS;
            }
        }
        return length == words.length ? this : new MessagePage(id, number, Arrays.copyOf(left, length));
    }

    /** This page with the messages of the one behind it. */
    MessagePage joined(MessagePage next, long number) {
        long[] both = Arrays.copyOf(words, words.length + next.words.length);
        System.arraycopy(next.words, 0, both, words.length, next.words.length);
        return new MessagePage(id, number, both, sums.plus(next.sums));
    }
}
