package org.sterna.protocols.imap.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Folded texts of many messages, one behind the other in UTF-8, in which octets compare as i;unicode-casemap wants
 * (RFC 5051 section 2). The first eight octets stand in a word of their own, so that most comparisons touch nothing else.
 */
final class TextColumn {
    /** Texts that are the same in so many octets sort as equal. */
    static final int MAX_OCTETS = 1000;

    private byte[] octets = new byte[1024];
    private int[] ends = new int[16];
    private long[] starts = new long[16];
    private int size;
    private int used;

    /** @param folded by {@link org.sterna.protocols.message.Casemap} */
    void add(String folded) {
        byte[] text = folded.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_OCTETS);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
        }
        if (used + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(used + length, octets.length + (octets.length >> 1)));
        }
        System.arraycopy(text, 0, octets, used, length);
        used += length;
        ends[size] = used;
        long start = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            start = start << 8 | (i < length ? text[i] & 0xff : 0);
        }
        starts[size++] = start;
    }

    int compare(int row, int otherRow) {
        int byStart = Long.compareUnsigned(starts[row], starts[otherRow]);
        return byStart != 0 ? byStart : Arrays.compareUnsigned(
                octets, begin(row), ends[row], octets, begin(otherRow), ends[otherRow]);
    }

    private int begin(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    long heapOctets() {
        return octets.length + ends.length * (long) Integer.BYTES + starts.length * (long) Long.BYTES;
    }
}
