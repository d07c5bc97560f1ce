package org.sterna.protocols.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads what the mechanisms have in common. */
final class Response {
    private static final int MAX_USER_OCTETS = 320;
    private static final int MAX_PASSWORD_OCTETS = 1024;

    private Response() {}

    static boolean cancels(String line) {
        return line.equals("*");
    }

    /** The text in base64 and UTF-8; empty when it is not such a text or too long. */
    static Optional<String> decode(String line) {
        return line.length() > SaslExchange.MAX_LINE_OCTETS ? Optional.empty() : octets(line).flatMap(Response::text);
    }

    private static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** Empty if it is no base64. */
    static Optional<byte[]> octets(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The name behind a saslname of RFC 5802 section 5.1; empty if it is none, or no name. */
    static Optional<String> saslName(String written) {
        String rest = written.replace("=2C", "").replace("=3D", "");
        return rest.contains("=") ? Optional.empty() : Optional.of(written.replace("=2C", ",").replace("=3D", "=")).filter(Response::isName);
    }

    static SaslStep credentials(Optional<String> authorization, String user, String password) {
        if (!isName(user) || !fits(password, MAX_PASSWORD_OCTETS)) {
            return new SaslStep.Malformed("user name or password is empty, too long or holds NUL");
        }
        return new SaslStep.Credentials(authorization, user, password);
    }

    static boolean isName(String text) {
        return fits(text, MAX_USER_OCTETS);
    }

    private static boolean fits(String text, int maxOctets) {
        return !text.isEmpty() && text.indexOf('\0') < 0 && text.getBytes(StandardCharsets.UTF_8).length <= maxOctets;
    }
}
