package org.sterna.persistence.identity;

import java.util.random.RandomGenerator;

/**
 * Names the octets of a message that is too large to travel with its event.
 *
 * @param value 1 to 40 of the characters 0-9 and a-z
 */
public record BlobId(String value) {
    public BlobId {
        if (!Base32.isName(value, 40)) {
            throw new IllegalArgumentException("not the name of a blob: " + value);
        }
    }

    /** A name that nobody else will make: 120 random bits. */
    public static BlobId random(RandomGenerator random) {
        byte[] octets = new byte[15];
        random.nextBytes(octets);
        return new BlobId(Base32.print(octets));
    }

    @Override
    public String toString() {
        return value;
    }
}
