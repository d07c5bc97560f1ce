package org.sterna.protocols.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Collects the octets of responses. The only place where strings from outside become protocol: what a quoted string may
 * not hold (CR, LF, 8-bit octets) goes out as a literal, so no string can end a response early (RFC 9051 section 4.3).
 */
final class ResponseBuffer {
    /** Longer strings go as literals: some clients have small buffers for quoted ones. */
    private static final int MAX_QUOTED = 1000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** Protocol text of our own: printable ASCII, spaces and line ends. */
    ResponseBuffer raw(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    ResponseBuffer number(long number) {
        return raw(Long.toString(number));
    }

    ResponseBuffer crlf() {
        out.write('\r');
        out.write('\n');
        return this;
    }

    /** An octet string, quoted or as a literal. NUL, which neither may hold, is left out. */
    ResponseBuffer string(String octets) {
        if (!isQuotable(octets)) {
            return literal(octets.replace("\0", "").getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write('"');
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (c == '"' || c == '\\') {
                out.write('\\');
            }
            out.write(c);
        }
        out.write('"');
        return this;
    }

    ResponseBuffer nstring(Optional<String> octets) {
        return octets.isPresent() ? string(octets.get()) : raw("NIL");
    }

    ResponseBuffer literal(byte[] octets) {
        literalHeader(octets.length);
        out.writeBytes(octets);
        return this;
    }

    /** Announces a literal whose octets follow by another way. */
    ResponseBuffer literalHeader(long size) {
        return raw("{").number(size).raw("}").crlf();
    }

    /** Text for people in a status response: anything that is not printable ASCII becomes a question mark. */
    ResponseBuffer text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.write(c >= 0x20 && c < 0x7f ? c : '?');
        }
        return this;
    }

    private static boolean isQuotable(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (c < 0x20 && c != '\t' || c >= 0x7f) {
                return false;
            }
        }
        return octets.length() <= MAX_QUOTED;
    }

    /** What was collected since the last call; the caller owns the array. */
    byte[] take() {
        byte[] octets = out.toByteArray();
        out.reset();
        return octets;
    }
}
