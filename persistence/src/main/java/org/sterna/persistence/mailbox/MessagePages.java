package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * The index of a mailbox: messages by rising UID in immutable pages of packed words, 48 octets a message. A change copies
 * one page and the list of pages, never the whole index; a page keeps the number of the event that changed it last, so
 * that a snapshot writes only what changed.
 */
public final class MessagePages {
    /** Messages in a full page. */
    static final int PAGE = 256;
    private static final int WORDS = 6;

    public static final MessagePages EMPTY = new MessagePages(new Page[0], 0);

    /** Words of a message: UID and size, MODSEQ, flags, internal date, adding event, save date. */
    record Page(int id, long version, long[] words) {
        int size() {
            return words.length / WORDS;
        }

        long uid(int index) {
            return words[index * WORDS] >>> 32;
        }

        MessageEntry entry(int index) {
            int at = index * WORDS;
            return new MessageEntry(words[at] >>> 32, words[at] & 0xFFFF_FFFFL, words[at + 1], words[at + 2],
                    Instant.ofEpochMilli(words[at + 3]), words[at + 4], Instant.ofEpochMilli(words[at + 5]));
        }
    }

    private final Page[] pages;
    private final int size;

    private MessagePages(Page[] pages, int size) {
        this.pages = pages;
        this.size = size;
    }

    static MessagePages of(List<Page> pages) {
        return new MessagePages(pages.toArray(Page[]::new), pages.stream().mapToInt(Page::size).sum());
    }

    List<Page> pages() {
        return List.of(pages);
    }

    public int size() {
        return size;
    }

    /** The UID of the message with this index, counted from 0 by rising UID. */
    public long uid(int index) {
        int rest = index;
        for (Page page : pages) {
            if (rest < page.size()) {
                return page.uid(rest);
            }
            rest -= page.size();
        }
        throw new IndexOutOfBoundsException(index);
    }

    /** All UIDs, rising. */
    public long[] uids() {
        long[] uids = new long[size];
        int at = 0;
        for (Page page : pages) {
            for (int i = 0; i < page.size(); i++) {
                uids[at++] = page.uid(i);
            }
        }
        return uids;
    }

    /** All messages, by rising UID. */
    public List<MessageEntry> entries() {
        List<MessageEntry> entries = new ArrayList<>(size);
        for (Page page : pages) {
            for (int i = 0; i < page.size(); i++) {
                entries.add(page.entry(i));
            }
        }
        return entries;
    }

    public Optional<MessageEntry> find(long uid) {
        int at = pageOf(uid);
        if (at < 0) {
            return Optional.empty();
        }
        int index = indexIn(pages[at], uid);
        return index < 0 ? Optional.empty() : Optional.of(pages[at].entry(index));
    }

    /** Messages of which every one of the bits is set. */
    public int count(long bits) {
        int count = 0;
        for (Page page : pages) {
            for (int at = 2; at < page.words().length; at += WORDS) {
                if ((page.words()[at] & bits) == bits) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Octets of all messages. */
    public long octets() {
        long octets = 0;
        for (Page page : pages) {
            for (int at = 0; at < page.words().length; at += WORDS) {
                octets += page.words()[at] & 0xFFFF_FFFFL;
            }
        }
        return octets;
    }

    /** The last page whose first UID is at most this one, -1 if there is none. */
    private int pageOf(long uid) {
        int low = 0;
        int high = pages.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (pages[middle].uid(0) <= uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private static int indexIn(Page page, long uid) {
        int low = 0;
        int high = page.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long at = page.uid(middle);
            if (at == uid) {
                return middle;
            } else if (at < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** With one message more; its UID is above all others. */
    MessagePages with(MessageEntry entry) {
        long[] words = {entry.uid() << 32 | entry.size(), entry.modSeq(), entry.flags(), entry.internalDate().toEpochMilli(),
            entry.added(), entry.saveDate().toEpochMilli()};
        Page[] next;
        if (pages.length == 0 || pages[pages.length - 1].size() >= PAGE) {
            next = Arrays.copyOf(pages, pages.length + 1);
            next[pages.length] = new Page(pages.length == 0 ? 0 : pages[pages.length - 1].id() + 1, entry.added(), words);
        } else {
            next = pages.clone();
            Page last = next[next.length - 1];
            long[] longer = Arrays.copyOf(last.words(), last.words().length + WORDS);
            System.arraycopy(words, 0, longer, last.words().length, WORDS);
            next[next.length - 1] = new Page(last.id(), entry.added(), longer);
        }
        return new MessagePages(next, size + 1);
    }

    /** With other flags on the messages named; the others are not touched, neither is their MODSEQ. */
    MessagePages flagged(UidSet uids, LongUnaryOperator change, long modSeq) {
        Page[] next = pages.clone();
        for (UidSet.Range range : uids.ranges()) {
            for (int at = Math.max(0, pageOf(range.first())); at < next.length && next[at].uid(0) <= range.last(); at++) {
                Page page = next[at];
                long[] words = page.words().clone();
                boolean changed = false;
                for (int i = 0; i < page.size(); i++) {
                    if (page.uid(i) >= range.first() && page.uid(i) <= range.last()) {
                        words[i * WORDS + 1] = modSeq;
                        words[i * WORDS + 2] = change.applyAsLong(words[i * WORDS + 2]);
                        changed = true;
                    }
                }
                if (changed) {
                    next[at] = new Page(page.id(), modSeq, words);
                }
            }
        }
        return new MessagePages(next, size);
    }

    MessagePages without(UidSet uids, long version) {
        List<Page> next = new ArrayList<>(pages.length);
        int removed = 0;
        for (Page page : pages) {
            long[] words = new long[page.words().length];
            int length = 0;
            for (int i = 0; i < page.size(); i++) {
                if (uids.contains(page.uid(i))) {
                    removed++;
                } else {
                    System.arraycopy(page.words(), i * WORDS, words, length, WORDS);
                    length += WORDS;
                }
            }
            if (length == words.length) {
                next.add(page);
            } else if (length > 0) {
                next.add(new Page(page.id(), version, Arrays.copyOf(words, length)));
            }
        }
        return new MessagePages(next.toArray(Page[]::new), size - removed);
    }
}
