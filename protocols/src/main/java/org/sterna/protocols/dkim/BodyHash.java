package org.sterna.protocols.dkim;

import java.security.MessageDigest;
import java.util.OptionalLong;

/** The SHA-256 hash of one canonical body, or of its first octets. */
final class BodyHash {
    private final MessageDigest digest = Sha256.start();
    private final OptionalLong limit;
    private long seen;
    private byte[] result = { };

    /** @param limit octets that are hashed (RFC 6376 section 3.5, l=); empty for all */
    BodyHash(OptionalLong limit) {
        this.limit = limit;
    }

    OptionalLong limit() {
        return limit;
    }

    void update(byte[] octets, int length) {
        long open = limit.isPresent() ? Math.max(0, limit.getAsLong() - seen) : length;
        digest.update(octets, 0, (int) Math.min(open, length));
        seen += length;
    }

    void end() {
        result = digest.digest();
    }

    /** 32 octets once the body has ended. */
    byte[] value() {
        return result;
    }

    /** How many octets of the canonical body are not hashed. */
    long left() {
        return limit.isPresent() ? Math.max(0, seen - limit.getAsLong()) : 0;
    }

    /** Whether there are fewer octets than are to be hashed. */
    boolean isShort() {
        return limit.isPresent() && seen < limit.getAsLong();
    }
}
