package org.sterna.protocols.imap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Collects the octets of responses. The only place where strings from outside become protocol: what a quoted string may
 * not hold (CR, LF, 8-bit octets unless the session speaks UTF-8) goes out as a literal, so no string can end a response
 * early (RFC 9051 section 4.3).
 */
final class ResponseBuffer {
    /** Longer strings go as literals: some clients have small buffers for quoted ones. */
    private static final int MAX_QUOTED = 1000;

    private final boolean utf8;
    private byte[] octets = new byte[256];
    private int used;

    ResponseBuffer() {
        this(Enabled.NOTHING);
    }

    ResponseBuffer(Enabled enabled) {
        this.utf8 = enabled.utf8();
    }

    int length() {
        return used;
    }

    private void room(int more) {
        if (more > octets.length - used) {
            octets = Arrays.copyOf(octets, Math.max(used + more, 2 * octets.length));
        }
    }

    /** Protocol text of our own, printable ASCII, spaces and line ends; or what was checked to be such. */
    ResponseBuffer raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            octets[used++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** The same as octets. */
    ResponseBuffer raw(byte[] ascii) {
        room(ascii.length);
        System.arraycopy(ascii, 0, octets, used, ascii.length);
        used += ascii.length;
        return this;
    }

    /** The same; the position stays where it is. */
    ResponseBuffer raw(ByteBuffer ascii) {
        int length = ascii.remaining();
        room(length);
        ascii.duplicate().get(octets, used, length);
        used += length;
        return this;
    }

    /** @param number 0 or more */
    ResponseBuffer number(long number) {
        int digits = 1;
        for (long rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = number;
        for (int at = used + digits - 1; at >= used; at--) {
            octets[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += digits;
        return this;
    }

    ResponseBuffer crlf() {
        return raw("\r\n");
    }

    /** An octet string, quoted or as a literal. NUL, which neither may hold, is left out. */
    ResponseBuffer string(String octetString) {
        if (!isQuotable(octetString)) {
            return literal(octetString.indexOf('\0') < 0 ? octetString : octetString.replace("\0", ""));
        }
        room(2 + 2 * octetString.length());
        octets[used++] = '"';
        for (int i = 0; i < octetString.length(); i++) {
            char c = octetString.charAt(i);
            if (c == '"' || c == '\\') {
                octets[used++] = '\\';
            }
            octets[used++] = (byte) c;
        }
        octets[used++] = '"';
        return this;
    }

    ResponseBuffer nstring(Optional<String> octetString) {
        return octetString.isPresent() ? string(octetString.get()) : raw("NIL");
    }

    /** An octet string that may stand bare if it is a word. */
    ResponseBuffer astring(String octetString) {
        boolean word = !octetString.isEmpty() && octetString.chars().allMatch(ImapCursor::isAtomChar)
                && !octetString.equalsIgnoreCase("NIL");
        return word ? raw(octetString) : string(octetString);
    }

    /** An octet string, NUL and all: quoted, as a literal, or as a literal8 (RFC 3516). */
    ResponseBuffer string8(String octetString) {
        if (octetString.indexOf('\0') < 0) {
            return string(octetString);
        }
        return raw("~").literal(octetString);
    }

    private ResponseBuffer literal(String octetString) {
        return literalHeader(octetString.length()).raw(octetString);
    }

    ResponseBuffer literal(byte[] content) {
        return literalHeader(content.length).raw(content);
    }

    /** Announces a literal whose octets follow by another way. */
    ResponseBuffer literalHeader(long size) {
        return raw("{").number(size).raw("}").crlf();
    }

    /** Text for people in a status response: anything that is not printable ASCII becomes a question mark. */
    ResponseBuffer text(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            octets[used++] = (byte) (c >= 0x20 && c < 0x7f ? c : '?');
        }
        return this;
    }

    private boolean isQuotable(String octetString) {
        if (octetString.length() > MAX_QUOTED) {
            return false;
        }
        boolean ascii = true;
        for (int i = 0; i < octetString.length(); i++) {
            char c = octetString.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f) {
                return false;
            }
            ascii &= c < 0x7f;
        }
        return ascii || utf8 && Utf8Text.decode(octetString).isPresent();
    }

    /** What was collected since the last call; the caller owns the array. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(octets, used);
        used = 0;
        return taken;
    }
}
