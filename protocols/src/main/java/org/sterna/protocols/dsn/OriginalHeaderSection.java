package org.sterna.protocols.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The third part of a report: the header section of the message it is about. RFC 6522 section 4. */
final class OriginalHeaderSection {
    /** More header than that helps nobody. */
    private static final int MAX_OCTETS = 65_536;
    private static final int MAX_LINE_OCTETS = 998;
    /** RFC 2045 section 6.7: a quoted-printable line has at most 76 characters, one of them for the soft break. */
    private static final int MAX_ENCODED = 75;

    private OriginalHeaderSection() {}

    /** The part with its boundary line in front. */
    static byte[] part(String boundary, byte[] headerSection) {
        int length = contentLength(headerSection);
        boolean clean = isClean(headerSection, length);
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 256);
        ascii(out, "--" + boundary + "\r\nContent-Type: text/rfc822-headers\r\n");
        if (!clean) {
            ascii(out, "Content-Transfer-Encoding: quoted-printable\r\n");
        }
        ascii(out, "\r\n");
        if (clean) {
            out.write(headerSection, 0, length);
        } else {
            encode(out, headerSection, length);
        }
        ascii(out, "\r\n\r\n");
        return out.toByteArray();
    }

    /** Without line ends at the end, and cut at a line end where it is too long. */
    private static int contentLength(byte[] octets) {
        int length = octets.length;
        if (length > MAX_OCTETS) {
            length = MAX_OCTETS;
            while (length > 0 && octets[length - 1] != '\n') {
                length--;
            }
        }
        while (length > 0 && (octets[length - 1] == '\r' || octets[length - 1] == '\n')) {
            length--;
        }
        return length;
    }

    /** Whether the octets may stand as they are: ASCII without NUL, CR and LF only in pairs, no long line. */
    private static boolean isClean(byte[] octets, int length) {
        int lineStart = 0;
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            if (octet <= 0 || i - lineStart >= MAX_LINE_OCTETS) {
                return false;
            }
            if (octet == '\r' && (i + 1 == length || octets[i + 1] != '\n')) {
                return false;
            }
            if (octet == '\n') {
                if (i == 0 || octets[i - 1] != '\r') {
                    return false;
                }
                lineStart = i + 1;
            }
        }
        return true;
    }

    private static void encode(ByteArrayOutputStream out, byte[] octets, int length) {
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
