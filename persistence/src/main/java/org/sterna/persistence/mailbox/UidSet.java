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
    public static final UidSet ALL = new UidSet(List.of(new Range(1, 0xFFFF_FFFFL)));

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
        Builder all = new Builder();
        for (PrimitiveIterator.OfLong each = rising.iterator(); each.hasNext();) {
            all.add(each.nextLong());
        }
        return all.build();
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

    /** How many UIDs there are. */
    public long size() {
        long size = 0;
        for (Range range : ranges) {
            size += range.last() - range.first() + 1;
        }
        return size;
    }

    /** The highest UID, 0 if there is none. */
    public long last() {
        return ranges.isEmpty() ? 0 : ranges.get(ranges.size() - 1).last();
    }

    /** UIDs that are in both. */
    public UidSet intersection(UidSet other) {
        Builder both = new Builder();
        int one = 0;
        int two = 0;
        while (one < ranges.size() && two < other.ranges.size()) {
            Range left = ranges.get(one);
            Range right = other.ranges.get(two);
            long first = Math.max(left.first(), right.first());
            long last = Math.min(left.last(), right.last());
            if (first <= last) {
                both.add(first, last);
            }
            if (left.last() <= right.last()) {
                one++;
            } else {
                two++;
            }
        }
        return both.build();
    }

    /** UIDs that are in either. */
    public UidSet union(UidSet other) {
        Builder all = new Builder();
        int one = 0;
        int two = 0;
        while (one < ranges.size() || two < other.ranges.size()) {
            boolean left = two == other.ranges.size() || one < ranges.size() && ranges.get(one).first() <= other.ranges.get(two).first();
            Range next = left ? ranges.get(one++) : other.ranges.get(two++);
            all.add(next.first(), next.last());
        }
        return all.build();
    }

    /** UIDs of this set that are not in the other. */
    public UidSet without(UidSet other) {
        Builder rest = new Builder();
        int two = 0;
        for (Range range : ranges) {
            long first = range.first();
            while (two < other.ranges.size() && other.ranges.get(two).last() < first) {
                two++;
            }
            for (int hole = two; hole < other.ranges.size() && other.ranges.get(hole).first() <= range.last(); hole++) {
                if (other.ranges.get(hole).first() > first) {
                    rest.add(first, other.ranges.get(hole).first() - 1);
                }
                first = other.ranges.get(hole).last() + 1;
            }
            if (first <= range.last()) {
                rest.add(first, range.last());
            }
        }
        return rest.build();
    }

    /** Collects UIDs that come in rising order; what overlaps or touches what came before becomes one range with it. */
    public static final class Builder {
        private final List<Range> ranges = new ArrayList<>();
        private long first = -1;
        private long last = -1;

        public Builder add(long uid) {
            return add(uid, uid);
        }

        /** @param from not below the first UID of the range added before */
        public Builder add(long from, long to) {
            if (first >= 0 && from <= last + 1) {
                last = Math.max(last, to);
            } else {
                if (first >= 0) {
                    ranges.add(new Range(first, last));
                }
                first = from;
                last = to;
            }
            return this;
        }

        /** Ends the collection. */
        public UidSet build() {
            if (first >= 0) {
                ranges.add(new Range(first, last));
                first = -1;
            }
            return ranges.isEmpty() ? EMPTY : new UidSet(ranges);
        }
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
