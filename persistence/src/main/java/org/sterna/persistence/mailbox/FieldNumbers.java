package org.sterna.persistence.mailbox;

/** Numbers of either sign as numbers that are small if they are near zero. */
final class FieldNumbers {
    private FieldNumbers() { }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
