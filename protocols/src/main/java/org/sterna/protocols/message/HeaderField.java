package org.sterna.protocols.message;

import java.nio.charset.StandardCharsets;

/**
 * One header field as received (RFC 5322 section 2.2).
 *
 * @param name as spelt in the message, without space before the colon; compare it ignoring case
 * @param raw octet string of the whole field: name, colon, folded body and, unless it is missing, the line end
 */
public record HeaderField(String name, String raw) {
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The octets of the whole field, a new array. */
    public byte[] octets() {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Octet string of the body: unfolded (RFC 5322 section 2.2.3), without white space around it. */
    public String body() {
        String body = raw.substring(raw.indexOf(':') + 1).strip();
        if (body.indexOf('\n') < 0 && body.indexOf('\r') < 0) {
            return body;
        }
        StringBuilder unfolded = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\r' && c != '\n') {
                unfolded.append(c);
            }
        }
        return unfolded.toString().strip();
    }

    /** The body as Unicode text, encoded words (RFC 2047) decoded. Never fails: what cannot be decoded stays as it is. */
    public String decoded() {
        return EncodedWords.decode(body());
    }
}
