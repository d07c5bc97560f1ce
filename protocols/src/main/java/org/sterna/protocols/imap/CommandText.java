package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;

/**
 * The octets of one command: its lines without the last line end, literals in their places behind their {@code {n}} and
 * line end. Owned by the receiver.
 */
public record CommandText(byte[] octets) {
    public static CommandText of(String octetString) {
        return new CommandText(octetString.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The line as an octet string: a SASL response (RFC 3501 section 6.2.2), or {@code DONE}. */
    public String line() {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** True for the line that ends IDLE (RFC 2177 section 3). */
    public boolean isDone() {
        return line().equalsIgnoreCase("DONE");
    }
}
