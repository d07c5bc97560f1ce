package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/**
 * UIDs as ranges: sorted, apart from each other, immutable.
 */
public record UidSet(List<Range> ranges) {
    public static final UidSet EMPTY = new UidSet(List.of());

    /** First and last UID, both included; 1 to 4294967295. */
    public record Range(long first, long last) {
        public Range {
            if (first < 1 || last < first || last > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("UIDs " + first + ":" + last);
            }
        }
    }

    public UidSet {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= ranges.get(i - 1).last()) {
                throw new IllegalArgumentException("ranges out of order: " + ranges);
            }
        }
    }

    public static UidSet of(long uid) {
        return new UidSet(List.of(new Range(uid, uid)));
    }

    /** Of UIDs in rising order; equal ones count once. */
    public static UidSet of(LongStream rising) {
        List<Range> ranges = new ArrayList<>();
        long first = -1;
        long last = -1;
        for (PrimitiveIterator.OfLong each = rising.iterator(); each.hasNext();) {
            long uid = each.nextLong();
            if (first >= 0 && uid <= last + 1) {
                last = uid;
            } else {
                if (first >= 0) {
                    ranges.add(new Range(first, last));
                }
                first = uid;
                last = uid;
            }
        }
        if (first >= 0) {
            ranges.add(new Range(first, last));
        }
        return new UidSet(ranges);
    }

    public boolean contains(long uid) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            Range range = ranges.get(middle);
            if (uid < range.first()) {
                high = middle - 1;
            } else if (uid > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public LongStream stream() {
        return ranges.stream().flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()));
    }

    /** As IMAP writes it: {@code 1:3,7}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Range range : ranges) {
            out.append(out.isEmpty() ? "" : ",").append(range.first());
            if (range.last() > range.first()) {
                out.append(':').append(range.last());
            }
        }
        return out.toString();
    }
}
