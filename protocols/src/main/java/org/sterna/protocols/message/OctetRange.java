package org.sterna.protocols.message;

/**
 * A run of octets of a message's content.
 *
 * @param start offset of the first octet, 0 or more
 * @param end offset behind the last octet, at least {@code start}
 */
public record OctetRange(long start, long end) {
    public OctetRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("octet range " + start + " to " + end);
        }
    }

    public long length() {
        return end - start;
    }

    /** What is left of this range when {@code from} octets are skipped and at most {@code count} are taken. */
    public OctetRange slice(long from, long count) {
        long first = start + Math.min(Math.max(from, 0), length());
        return new OctetRange(first, first + Math.min(Math.max(count, 0), end - first));
    }
}
