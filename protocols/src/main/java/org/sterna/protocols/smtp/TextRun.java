package org.sterna.protocols.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Runs of octets among which no line end and no NUL can be. Content is nearly all such runs, so they are scanned eight octets at a
 * time: an octet is below 14 exactly if subtracting 14 borrows into its highest bit, which was clear before.
 */
final class TextRun {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    /** CR is the highest of the octets looked for. */
    private static final long BOUND = LOWEST_BITS * ('\r' + 1);

    private TextRun() {}

    /** Index of the first CR, LF or NUL from {@code from} on; {@code end} when there is none before it. */
    static int end(byte[] octets, int from, int end) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long word = (long) WORDS.get(octets, i);
            long low = (word - BOUND) & ~word & HIGHEST_BITS;
            if (low == 0) {
                i += Long.BYTES;
                continue;
            }
            // Only the lowest mark is certain, for a borrow may run on into the octets behind it.
            i += Long.numberOfTrailingZeros(low) >>> 3;
            if (isMark(octets[i])) {
                return i;
            }
            i++;                                     // a TAB, or a control character that is let through
        }
        while (i < end && !isMark(octets[i])) {
            i++;
        }
        return i;
    }

    private static boolean isMark(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }
}
