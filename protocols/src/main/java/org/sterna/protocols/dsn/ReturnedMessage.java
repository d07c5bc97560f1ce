package org.sterna.protocols.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.sterna.protocols.conversion.QuotedPrintable;

/** The third part of a report: the message it is about, or its header section. RFC 6522 section 3, RFC 6533 section 4. */
public final class ReturnedMessage {
    /** More header than that helps nobody. */
    private static final int MAX_HEADER_OCTETS = 65_536;
    private static final int MAX_LINE_OCTETS = 998;

    /** How much stands in the way of sending octets as they are. */
    private enum Kind { ASCII, EIGHT_BIT, BINARY }

    private final byte[] octets;
    private final int length;
    private final boolean whole;
    private final boolean international;
    private final Kind kind;

    private ReturnedMessage(byte[] octets, int length, boolean whole, boolean utf8) {
        this.octets = octets;
        this.length = length;
        this.whole = whole;
        this.kind = kind(octets, length);
        this.international = utf8 && kind != Kind.ASCII;
    }

    /**
     * The header section alone; it is cut at a line end where it is too long.
     *
     * @param utf8 whether the message came with SMTPUTF8
     */
    public static ReturnedMessage headerSection(byte[] headerSection, boolean utf8) {
        int length = headerSection.length;
        if (length > MAX_HEADER_OCTETS) {
            length = MAX_HEADER_OCTETS;
            while (length > 0 && headerSection[length - 1] != '\n') {
                length--;
            }
        }
        while (length > 0 && (headerSection[length - 1] == '\r' || headerSection[length - 1] == '\n')) {
            length--;
        }
        return new ReturnedMessage(headerSection, length, false, utf8);
    }

    /**
     * The whole message, if a report can hold it: a part of type {@code message/rfc822} cannot be encoded (RFC 2046 section 5.2.1), so it
     * must have lines. Otherwise its header section.
     *
     * @param message octet for octet; not changed by anybody
     * @param utf8 whether it came with SMTPUTF8
     */
    public static ReturnedMessage whole(byte[] message, boolean utf8) {
        ReturnedMessage all = new ReturnedMessage(message, message.length, true, utf8);
        return all.international || all.kind != Kind.BINARY ? all : headerSection(headerSectionOf(message), utf8);
    }

    /** Up to the empty line that ends it, RFC 5322 section 2.1. */
    public static byte[] headerSectionOf(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
        return end < 0 ? message : text.substring(0, end == 0 ? 0 : end + 2).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether the part holds octets above 127: the report is then sent with BODY=8BITMIME. */
    boolean isEightBit() {
        return whole && !international && kind == Kind.EIGHT_BIT;
    }

    boolean isWhole() {
        return whole;
    }

    /** The part with its boundary line in front. */
    byte[] part(String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 256);
        ascii(out, "--" + boundary + "\r\nContent-Type: " + type() + "\r\n");
        boolean encoded = international || !whole && kind != Kind.ASCII;
        if (encoded) {
            // RFC 6533 section 4.5: so the report can be sent to any host.
            ascii(out, "Content-Transfer-Encoding: quoted-printable\r\n");
        } else if (kind != Kind.ASCII) {
            ascii(out, "Content-Transfer-Encoding: 8bit\r\n");
        }
        ascii(out, "\r\n");
        if (encoded) {
            QuotedPrintable.encode(out, octets, length);
        } else {
            out.write(octets, 0, length);
        }
        ascii(out, whole ? "\r\n" : "\r\n\r\n");
        return out.toByteArray();
    }

    private String type() {
        if (whole) {
            return international ? "message/global" : "message/rfc822";
        }
        return international ? "message/global-headers" : "text/rfc822-headers";
    }

    /** CR and LF stand in pairs, lines are not long, and there is no NUL; or else it is binary. */
    private static Kind kind(byte[] octets, int length) {
        Kind kind = Kind.ASCII;
        int lineStart = 0;
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            boolean loneCr = octet == '\r' && (i + 1 == length || octets[i + 1] != '\n');
            boolean loneLf = octet == '\n' && (i == 0 || octets[i - 1] != '\r');
            if (octet == 0 || loneCr || loneLf || i - lineStart > MAX_LINE_OCTETS + 1) {
                return Kind.BINARY;
            }
            if (octet < 0) {
                kind = Kind.EIGHT_BIT;
            }
            if (octet == '\n') {
                lineStart = i + 1;
            }
        }
        return kind;
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
