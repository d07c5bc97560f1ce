package org.sterna.persistence.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Names a transaction by its content, to know it again when a client repeats it after a lost {@code 250} (RFC 1047):
 * account if any, reverse-path, forward-paths with their parameters, and the octets received.
 *
 * @param hex SHA-256, 64 hexadecimal digits
 */
public record Fingerprint(String hex) {
    public Fingerprint {
        if (hex.length() != 64 || hex.chars().anyMatch(c -> Character.digit(c, 16) < 0 || Character.isUpperCase(c))) {
            throw new IllegalArgumentException("not a fingerprint: " + hex);
        }
    }

    /**
     * @param octetsDigest SHA-256 of the octets as received
     */
    public static Fingerprint of(Optional<String> account, String reversePath, List<String> forwardPaths, byte[] octetsDigest) {
        MessageDigest digest = sha256();
        field(digest, account.orElse(""));
        field(digest, reversePath);
        forwardPaths.forEach(path -> field(digest, path));
        digest.update((byte) 1);
        digest.update(octetsDigest);
        return of(digest.digest());
    }

    public static Fingerprint of(byte[] octets) {
        return new Fingerprint(HexFormat.of().formatHex(octets));
    }

    public byte[] octets() {
        return HexFormat.of().parseHex(hex);
    }

    /** A new SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void field(MessageDigest digest, String value) {
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
