package org.sterna.protocols.conversion;

import java.io.ByteArrayOutputStream;

/** Writes any octets as short lines of ASCII, and reads them again. RFC 2045 section 6.7. */
public final class QuotedPrintable {
    /** RFC 2045 section 6.7: a line has at most 76 characters, one of them for the soft break. */
    private static final int MAX_ENCODED = 75;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private QuotedPrintable() { }

    /**
     * Encodes; CR LF pairs stay line ends. No line starts with two hyphens, so none can become a boundary.
     *
     * @param length octets from the start of the array
     */
    public static void encode(ByteArrayOutputStream out, byte[] octets, int length) {
        int column = 0;
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            if (octet == '\r' && i + 1 < length && octets[i + 1] == '\n') {
                out.write('\r');
                out.write('\n');
                column = 0;
                i++;
                continue;
            }
            boolean literal = isLiteral(octets, i, length);
            if (column + (literal ? 1 : 3) > MAX_ENCODED) {
                out.write('=');
                out.write('\r');
                out.write('\n');
                column = 0;
            }
            if (literal && !(column == 0 && octet == '-' && i + 1 < length && octets[i + 1] == '-')) {
                out.write(octet);
                column++;
            } else {
                out.write('=');
                out.write(HEX[octet >> 4 & 0xf]);
                out.write(HEX[octet & 0xf]);
                column += 3;
            }
        }
    }

    /** RFC 2045 section 6.7: white space may not end a line. */
    private static boolean isLiteral(byte[] octets, int at, int length) {
        byte octet = octets[at];
        return octet == ' ' || octet == '\t' ? at + 1 < length && octets[at + 1] != '\r' : octet > ' ' && octet <= '~' && octet != '=';
    }

    /** Decodes; what is no code stands for itself, white space at the end of a line was not meant, a bare LF was CRLF. Never fails. */
    static byte[] decode(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        for (int start = 0; start < octets.length;) {
            int next = Lines.next(octets, start, octets.length);
            int lineEnd = Lines.textEnd(octets, start, next);
            int end = lineEnd;
            while (end > start && (octets[end - 1] == ' ' || octets[end - 1] == '\t')) {
                end--;
            }
            boolean soft = end > start && octets[end - 1] == '=';
            decodeLine(out, octets, start, soft ? end - 1 : end);
            if (!soft && next > lineEnd) {
                out.write('\r');
                out.write('\n');
            }
            start = next;
        }
        return out.toByteArray();
    }

    private static void decodeLine(ByteArrayOutputStream out, byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int high = i + 2 < to ? Character.digit(octets[i + 1], 16) : -1;
            int low = i + 2 < to ? Character.digit(octets[i + 2], 16) : -1;
            if (octets[i] == '=' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(octets[i]);
            }
        }
    }
}
