package org.sterna.protocols.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes any octets as short lines of ASCII. RFC 2045 section 6.7. */
final class QuotedPrintable {
    /** RFC 2045 section 6.7: a line has at most 76 characters, one of them for the soft break. */
    private static final int MAX_ENCODED = 75;

    private QuotedPrintable() {}

    /** Encodes; CR LF pairs stay line ends. */
    static void encode(ByteArrayOutputStream out, byte[] octets, int length) {
        int column = 0;
        for (int i = 0; i < length; i++) {
            if (octets[i] == '\r' && i + 1 < length && octets[i + 1] == '\n') {
                ascii(out, "\r\n");
                column = 0;
                i++;
                continue;
            }
            String encoded = encode(octets[i], i + 1 == length || octets[i + 1] == '\r');
            if (column + encoded.length() > MAX_ENCODED) {
                ascii(out, "=\r\n");
                column = 0;
            }
            ascii(out, encoded);
            column += encoded.length();
        }
    }

    /** RFC 2045 section 6.7: white space may not end a line. */
    private static String encode(byte octet, boolean beforeLineEnd) {
        boolean space = octet == ' ' || octet == '\t';
        boolean literal = space ? !beforeLineEnd : octet > ' ' && octet <= '~' && octet != '=';
        return literal ? String.valueOf((char) octet) : String.format("=%02X", octet & 0xff);
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
