package org.sterna.persistence.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A key in eight octets. A digest, because senders choose Message-IDs: nobody fills one partition, or makes many messages look like another, for free.
 *
 * @param value the first eight octets of the SHA-256 of the normal key
 */
public record TraceHash(long value) {
    /** Parts into which a day is divided. */
    public static final int BUCKETS = 256;

    /** @param key in normal form */
    public static TraceHash of(String key) {
        try {
            return new TraceHash(ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8))).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** From 0 to 255. */
    public int bucket() {
        return (int) (value & BUCKETS - 1);
    }
}
