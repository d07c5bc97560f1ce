package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sequence-set of RFC 9051 section 9: numbers and ranges as a client wrote them, {@code *} not yet resolved.
 *
 * @param items in the client's order
 */
public record SequenceSet(List<Item> items) {
    static final long MAX_NUMBER = 0xFFFF_FFFFL;
    /** Stands for {@code *}. Greater than any number, so that it sorts like what it means. */
    static final long STAR = MAX_NUMBER + 1;

    /** One number (both ends the same) or a range, whose ends may be in either order. */
    record Item(long from, long to) {
    }

    public SequenceSet {
        items = List.copyOf(items);
    }

    /** A set of given numbers, for example to search a mailbox by UID. */
    public static SequenceSet of(List<NumberRange> ranges) {
        return new SequenceSet(ranges.stream().map(range -> new Item(range.first(), range.last())).toList());
    }

    /**
     * @param largest what {@code *} stands for: the largest UID or sequence number in the mailbox, 0 if it is empty
     * @return disjoint ranges in ascending order; empty for an empty mailbox
     */
    public List<NumberRange> resolve(long largest) {
        List<NumberRange> ranges = new ArrayList<>();
        if (largest == 0) {
            return ranges;
        }
        for (Item item : items) {
            long from = item.from == STAR ? largest : item.from;
            long to = item.to == STAR ? largest : item.to;
            ranges.add(new NumberRange(Math.min(from, to), Math.max(from, to)));
        }
        return merged(ranges);
    }

    /** Puts ranges in ascending order and joins those that overlap or touch. */
    public static List<NumberRange> merged(List<NumberRange> ranges) {
        List<NumberRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(NumberRange::first));
        List<NumberRange> merged = new ArrayList<>();
        for (NumberRange range : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && range.first() <= merged.get(last).last() + 1) {
                merged.set(last, new NumberRange(merged.get(last).first(), Math.max(merged.get(last).last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    /** True if one of these disjoint ascending ranges holds the number. */
    static boolean contains(List<NumberRange> ranges, long number) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            NumberRange range = ranges.get(middle);
            if (range.contains(number)) {
                return true;
            }
            if (range.last() < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** The ranges of numbers in ascending order, for example of the UIDs of messages found one by one. */
    public static List<NumberRange> rangesOf(List<Long> ascending) {
        return merged(ascending.stream().map(number -> new NumberRange(number, number)).toList());
    }

    /** Ranges in the notation of the protocol: {@code 1:3,7}. */
    public static String print(List<NumberRange> ranges) {
        StringBuilder text = new StringBuilder();
        for (NumberRange range : ranges) {
            text.append(text.isEmpty() ? "" : ",").append(range.first());
            if (range.last() > range.first()) {
                text.append(':').append(range.last());
            }
        }
        return text.toString();
    }
}
