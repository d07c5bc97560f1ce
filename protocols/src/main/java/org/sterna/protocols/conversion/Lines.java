package org.sterna.protocols.conversion;

/** What octets have to be for SMTP without extensions. RFC 5321 sections 2.3.8 and 4.5.3.1.6, RFC 2045 section 2.7. */
final class Lines {
    /** Without the line end. */
    static final int MAX_OCTETS = 998;

    private Lines() { }

    /** True if no octet is above 127 or NUL, CR and LF stand in pairs, and no line is too long. */
    static boolean areSeven(byte[] octets, int from, int to) {
        int lineStart = from;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet == '\r' && i + 1 < to && octets[i + 1] == '\n') {
                i++;
                lineStart = i + 1;
            } else if (octet <= 0 || octet == '\r' || octet == '\n' || i - lineStart >= MAX_OCTETS) {
                return false;
            }
        }
        return true;
    }

    static boolean areAscii(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** True if all CR and LF stand in pairs: lines can be told apart, whatever is in them. */
    static boolean arePaired(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' || octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
                return false;
            }
            i += octets[i] == '\r' ? 1 : 0;
        }
        return true;
    }

    /** Behind the line that starts at {@code from}: behind its LF, or the end. */
    static int next(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, to);
    }

    /** The end of the text of a line, before its CRLF or LF. */
    static int textEnd(byte[] octets, int from, int next) {
        int end = next > from && octets[next - 1] == '\n' ? next - 1 : next;
        return end < next && end > from && octets[end - 1] == '\r' ? end - 1 : end;
    }
}
