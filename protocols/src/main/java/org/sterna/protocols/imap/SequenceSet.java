package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The sequence-set of RFC 9051 section 9: numbers and ranges as a client wrote them, {@code *} not yet resolved, or {@code $},
 * the saved result of a search (RFC 5182). Sixteen octets for each number or range: a hundred thousand of them are fine.
 */
public final class SequenceSet {
    public static final long MAX_NUMBER = 0xFFFF_FFFFL;
    /** Stands for {@code *}. Greater than any number, so that it sorts like what it means. */
    static final long STAR = MAX_NUMBER + 1;

    /** {@code $}: what is meant is known to the session ({@link SelectedView#saved()}). */
    public static final SequenceSet SAVED = new SequenceSet(new long[0]);

    private final long[] ends;                              // both ends of each item in the client's order

    private SequenceSet(long[] ends) {
        this.ends = ends;
    }

    /** Collects a set while it is read. */
    static final class Builder {
        private long[] ends = new long[8];
        private int used;

        void add(long from, long to) {
            if (used == ends.length) {
                ends = Arrays.copyOf(ends, used * 2);
            }
            ends[used++] = from;
            ends[used++] = to;
        }

        SequenceSet build() {
            return new SequenceSet(Arrays.copyOf(ends, used));
        }
    }

    /** A set of given numbers, for example to search a mailbox by UID. */
    public static SequenceSet of(List<NumberRange> ranges) {
        Builder builder = new Builder();
        ranges.forEach(range -> builder.add(range.first(), range.last()));
        return builder.build();
    }

    /** @param numbers 1 to 4294967295 each */
    public static SequenceSet of(long... numbers) {
        Builder builder = new Builder();
        for (long number : numbers) {
            builder.add(number, number);
        }
        return builder.build();
    }

    /** True for {@code $}. */
    public boolean isSaved() {
        return ends.length == 0;
    }

    /** Numbers and ranges in it. */
    public int items() {
        return ends.length / 2;
    }

    /** True if it is a single number or {@code *}. */
    public boolean isSingle() {
        return ends.length == 2 && ends[0] == ends[1];
    }

    /** True if {@code *} stands in it. */
    public boolean hasStar() {
        return Arrays.stream(ends).anyMatch(end -> end == STAR);
    }

    /**
     * @param largest what {@code *} stands for: the largest UID or sequence number in the mailbox, 0 if it is empty
     * @return disjoint ranges in ascending order; empty for an empty mailbox
     * @throws IllegalStateException for {@code $}
     */
    public List<NumberRange> resolve(long largest) {
        if (isSaved()) {
            throw new IllegalStateException("the saved result is known to the session alone");
        }
        List<NumberRange> merged = new ArrayList<>();
        if (largest == 0) {
            return merged;
        }
        long[] packed = new long[items()];                  // both ends in one word that sorts by the first as a signed number
        for (int i = 0; i < packed.length; i++) {
            long from = ends[2 * i] == STAR ? largest : ends[2 * i];
            long to = ends[2 * i + 1] == STAR ? largest : ends[2 * i + 1];
            packed[i] = (Math.min(from, to) << 32 | Math.max(from, to)) ^ Long.MIN_VALUE;
        }
        Arrays.sort(packed);
        long first = 0;
        long last = -1;
        for (long word : packed) {
            long from = (word ^ Long.MIN_VALUE) >>> 32;
            long to = word & MAX_NUMBER;
            if (last >= 0 && from <= last + 1) {
                last = Math.max(last, to);
            } else {
                if (last >= 0) {
                    merged.add(new NumberRange(first, last));
                }
                first = from;
                last = to;
            }
        }
        merged.add(new NumberRange(first, last));
        return merged;
    }

    /** All numbers in the client's order, each range from its smaller end on; without {@code *} and {@code $}. */
    public long[] numbers(int most) {
        long[] numbers = new long[Math.min(most, 16)];
        int used = 0;
        for (int i = 0; i < ends.length && used < most; i += 2) {
            long to = Math.max(ends[i], ends[i + 1]);
            for (long number = Math.min(ends[i], ends[i + 1]); number <= to && used < most; number++) {
                if (used == numbers.length) {
                    numbers = Arrays.copyOf(numbers, Math.min(most, used * 2));
                }
                numbers[used++] = number;
            }
        }
        return Arrays.copyOf(numbers, used);
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
    public static boolean contains(List<NumberRange> ranges, long number) {
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
        return rangesOf(ascending.stream().mapToLong(Long::longValue).toArray());
    }

    /** The ranges of numbers in ascending order; a number may stand there twice. */
    public static List<NumberRange> rangesOf(long... ascending) {
        List<NumberRange> ranges = new ArrayList<>();
        for (int i = 0; i < ascending.length;) {
            int end = i + 1;
            while (end < ascending.length && ascending[end] <= ascending[end - 1] + 1) {
                end++;
            }
            ranges.add(new NumberRange(ascending[i], ascending[end - 1]));
            i = end;
        }
        return ranges;
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

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceSet set && Arrays.equals(ends, set.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ends);
    }

    /** As a client writes it. */
    @Override
    public String toString() {
        if (isSaved()) {
            return "$";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ends.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(end(ends[i]));
            if (ends[i + 1] != ends[i]) {
                text.append(':').append(end(ends[i + 1]));
            }
        }
        return text.toString();
    }

    private static String end(long end) {
        return end == STAR ? "*" : Long.toString(end);
    }
}
