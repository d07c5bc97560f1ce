package org.sterna.protocols.imap;

/**
 * A part of a result by position (RFC 9394 section 3, RFC 5267 section 4.4), as the client wrote it: both ends positive and
 * counted from the start, or both negative and counted from the end; in either order.
 *
 * @param first not 0, -4294967295 to 4294967295
 * @param last of the same sign
 */
public record PartialRange(long first, long last) {
    public PartialRange {
        if (first == 0 || last == 0 || first > 0 != last > 0
                || Math.abs(first) > SequenceSet.MAX_NUMBER || Math.abs(last) > SequenceSet.MAX_NUMBER) {
            throw new IllegalArgumentException("partial range " + first + ":" + last);
        }
    }

    private long near() {
        return Math.min(Math.abs(first), Math.abs(last));
    }

    private long far() {
        return Math.max(Math.abs(first), Math.abs(last));
    }

    /** The first position of a result of so many, counted from 0; at most {@code count}. */
    public int from(int count) {
        return (int) (first > 0 ? Math.min(count, near() - 1) : Math.max(0, count - far()));
    }

    /** The position behind the last, at least {@link #from}. */
    public int to(int count) {
        return (int) Math.max(from(count), first > 0 ? Math.min(count, far()) : count - near() + 1);
    }

    /** As the protocol writes it. */
    @Override
    public String toString() {
        return first + ":" + last;
    }
}
