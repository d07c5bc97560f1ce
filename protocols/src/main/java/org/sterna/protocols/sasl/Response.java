package org.sterna.protocols.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads what both mechanisms have in common. */
final class Response {
    private static final int MAX_USER_OCTETS = 320;
    private static final int MAX_PASSWORD_OCTETS = 1024;

    private Response() {}

    static boolean cancels(String line) {
        return line.equals("*");
    }

    /** The text in base64 and UTF-8; empty when it is not such a text or too long. */
    static Optional<String> decode(String line) {
        if (line.length() > SaslExchange.MAX_LINE_OCTETS) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getDecoder().decode(line);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    static SaslStep credentials(String user, String password) {
        if (!fits(user, MAX_USER_OCTETS) || !fits(password, MAX_PASSWORD_OCTETS)) {
            return new SaslStep.Malformed("user name or password is empty, too long or holds NUL");
        }
        return new SaslStep.Credentials(user, password);
    }

    private static boolean fits(String text, int maxOctets) {
        return !text.isEmpty() && text.indexOf('\0') < 0 && text.getBytes(StandardCharsets.UTF_8).length <= maxOctets;
    }
}
