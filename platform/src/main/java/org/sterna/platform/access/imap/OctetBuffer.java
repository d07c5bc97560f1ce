package org.sterna.platform.access.imap;

import java.util.Arrays;

/** Octets that are put together piece by piece, without the locks of the one in {@code java.io}. For one thread at a time. */
final class OctetBuffer {
    private byte[] octets;
    private int size;

    OctetBuffer(int capacity) {
        octets = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** The octets themselves, {@link #size} of them valid, until the next write. */
    byte[] array() {
        return octets;
    }

    int capacity() {
        return octets.length;
    }

    OctetBuffer write(byte[] more) {
        return write(more, more.length);
    }

    OctetBuffer write(byte[] more, int length) {
        ensure(length);
        System.arraycopy(more, 0, octets, size, length);
        size += length;
        return this;
    }

    private void ensure(int more) {
        if (octets.length - size < more) {
            octets = Arrays.copyOf(octets, Math.max(size + more, octets.length * 2));
        }
    }

    void reset() {
        size = 0;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, size);
    }
}
