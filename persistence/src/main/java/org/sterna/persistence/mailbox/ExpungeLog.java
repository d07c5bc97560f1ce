package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which UIDs left a mailbox with which MODSEQ (RFC 7162 section 3.2), newest last, in immutable pages of packed words, 16
 * octets a range. Only {@link #MAX_PAGES} pages are kept, one megabyte; for what is older every UID that is not in the
 * mailbox is told, as RFC 7162 section 3.2.6 wants it: as UIDs are given without holes, those are exactly the messages
 * ever expunged.
 */
public final class ExpungeLog {
    /** Ranges in a full page. */
    static final int PAGE = 256;
    static final int MAX_PAGES = 256;
    private static final int WORDS = 2;

    static final ExpungeLog EMPTY = new ExpungeLog(List.of(), 0);

    /** Words of a range: MODSEQ, first and last UID. */
    record Page(int id, long version, long[] words) {
        long lastModSeq() {
            return words[words.length - WORDS];
        }
    }

    private final List<Page> pages;
    private final long floor;

    ExpungeLog(List<Page> pages, long floor) {
        this.pages = List.copyOf(pages);
        this.floor = floor;
    }

    List<Page> pages() {
        return pages;
    }

    /** What left later than this MODSEQ is known exactly. */
    public long floor() {
        return floor;
    }

    ExpungeLog with(long modSeq, UidSet uids) {
        List<Page> next = new ArrayList<>(pages);
        int at = 0;
        List<UidSet.Range> ranges = uids.ranges();
        while (at < ranges.size()) {
            boolean full = next.isEmpty() || next.get(next.size() - 1).words().length == PAGE * WORDS;
            Page last = full ? new Page(next.isEmpty() ? 0 : next.get(next.size() - 1).id() + 1, modSeq, new long[0]) : next.remove(next.size() - 1);
            int used = last.words().length;
            int more = Math.min(ranges.size() - at, PAGE - used / WORDS);
            long[] words = Arrays.copyOf(last.words(), used + more * WORDS);
            for (int i = 0; i < more; i++, at++) {
                words[used + i * WORDS] = modSeq;
                words[used + i * WORDS + 1] = ranges.get(at).first() << 32 | ranges.get(at).last();
            }
            next.add(new Page(last.id(), modSeq, words));
        }
        int tooMany = Math.max(0, next.size() - MAX_PAGES);
        long exact = tooMany == 0 ? floor : next.get(tooMany - 1).lastModSeq();
        return new ExpungeLog(next.subList(tooMany, next.size()), exact);
    }

    /** UIDs that left with a higher MODSEQ; empty if this log does not reach back so far. */
    Optional<UidSet> since(long modSeq) {
        if (modSeq < floor) {
            return Optional.empty();
        }
        List<UidSet.Range> ranges = new ArrayList<>();
        for (int i = pages.size() - 1; i >= 0 && pages.get(i).lastModSeq() > modSeq; i--) {
            long[] words = pages.get(i).words();
            for (int at = words.length - WORDS; at >= 0 && words[at] > modSeq; at -= WORDS) {
                ranges.add(new UidSet.Range(words[at + 1] >>> 32, words[at + 1] & 0xFFFF_FFFFL));
            }
        }
        ranges.sort(Comparator.comparingLong(UidSet.Range::first));
        UidSet.Builder all = new UidSet.Builder();
        ranges.forEach(range -> all.add(range.first(), range.last()));
        return Optional.of(all.build());
    }
}
