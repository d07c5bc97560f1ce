package org.sterna.protocols.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password or a token: it is never printed. 1 to 8192 octets of UTF-8 without control characters. */
public final class Secret {
    static final int MAX_OCTETS = 8192;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is empty, too long, or holds control characters; the message does not show it */
    public static Secret of(String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a secret is 1 to " + MAX_OCTETS + " octets without control characters");
        }
        return new Secret(text);
    }

    /** To be said to the host it is for, and to nobody else. */
    String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
