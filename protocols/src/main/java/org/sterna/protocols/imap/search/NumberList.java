package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.SequenceSet;

/**
 * UIDs or sequence numbers in an order: ascending for SEARCH, any for SORT. Kept as runs of consecutive numbers, so that
 * "every message" costs eight octets and the worst case eight octets a message. Immutable.
 */
public final class NumberList {
    public static final NumberList EMPTY = new NumberList(new int[0], 0);

    /** First and last of each run by turns, unsigned. */
    private final int[] runs;
    private final int count;

    private NumberList(int[] runs, int count) {
        this.runs = runs;
        this.count = count;
    }

    public static NumberList of(long... numbers) {
        Builder builder = builder();
        for (long number : numbers) {
            builder.add(number);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects numbers in their order. For one thread. */
    public static final class Builder {
        private int[] runs = new int[16];
        private int used;
        private int count;

        private Builder() {
        }

        /**
         * @param number 1 to 4294967295
         * @throws IllegalArgumentException if it is not
         */
        public Builder add(long number) {
            if (number < 1 || number > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("number " + number + " of a message");
            }
            if (used > 0 && Integer.toUnsignedLong(runs[used - 1]) + 1 == number) {
                runs[used - 1] = (int) number;
            } else {
                if (used == runs.length) {
                    runs = Arrays.copyOf(runs, used * 2);
                }
                runs[used++] = (int) number;
                runs[used++] = (int) number;
            }
            count++;
            return this;
        }

        boolean isEmpty() {
            return count == 0;
        }

        /** The number added last. */
        long last() {
            return Integer.toUnsignedLong(runs[used - 1]);
        }

        public NumberList build() {
            return count == 0 ? EMPTY : new NumberList(Arrays.copyOf(runs, used), count);
        }
    }

    private long start(int run) {
        return Integer.toUnsignedLong(runs[2 * run]);
    }

    private long end(int run) {
        return Integer.toUnsignedLong(runs[2 * run + 1]);
    }

    private int runs() {
        return runs.length / 2;
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /**
     * The first in the order.
     *
     * @throws IndexOutOfBoundsException if the list is empty
     */
    public long first() {
        return start(0);
    }

    /**
     * The last in the order.
     *
     * @throws IndexOutOfBoundsException if the list is empty
     */
    public long last() {
        return end(runs() - 1);
    }

    /** True if each number is greater than the one before. */
    public boolean isAscending() {
        for (int run = 1; run < runs(); run++) {
            if (start(run) <= end(run - 1)) {
                return false;
            }
        }
        return true;
    }

    public void forEach(LongConsumer consumer) {
        for (int run = 0; run < runs(); run++) {
            for (long number = start(run); number <= end(run); number++) {
                consumer.accept(number);
            }
        }
    }

    public long[] toArray() {
        long[] numbers = new long[count];
        int at = 0;
        for (int run = 0; run < runs(); run++) {
            for (long number = start(run); number <= end(run); number++) {
                numbers[at++] = number;
            }
        }
        return numbers;
    }

    /** The numbers as disjoint ranges in ascending order, whatever order they have here. */
    public List<NumberRange> ranges() {
        List<NumberRange> ranges = new ArrayList<>(runs());
        for (int run = 0; run < runs(); run++) {
            ranges.add(new NumberRange(start(run), end(run)));
        }
        return isAscending() ? ranges : SequenceSet.merged(ranges);
    }

    /**
     * The numbers at some places of the order.
     *
     * @param from place of the first, counted from 0
     * @param to   place behind the last; what lies beyond the end is left out
     */
    public NumberList slice(int from, int to) {
        Builder slice = builder();
        long place = 0;
        for (int run = 0; run < runs() && place < to; run++) {
            long length = end(run) - start(run) + 1;
            long skip = Math.max(0, from - place);
            long stop = Math.min(length, to - place);
            for (long i = skip; i < stop; i++) {
                slice.add(start(run) + i);
            }
            place += length;
        }
        return slice.build();
    }

    /** As a sequence-set that keeps the order: {@code 1:3,7} (RFC 5267 section 3.2: ranges only where numbers rise). */
    public String text() {
        StringBuilder text = new StringBuilder(runs.length * 5);
        for (int run = 0; run < runs(); run++) {
            text.append(run == 0 ? "" : ",").append(start(run));
            if (end(run) > start(run)) {
                text.append(':').append(end(run));
            }
        }
        return text.toString();
    }

    /** One by one, a space in front of each: {@code " 1 2 3 7"}. */
    public String words() {
        StringBuilder text = new StringBuilder(count * 7);
        forEach(number -> text.append(' ').append(number));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberList list && Arrays.equals(runs, list.runs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(runs);
    }

    @Override
    public String toString() {
        return text();
    }
}
