package org.sterna.protocols.imap.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives each of many strings a number, from 0 on in the order of their coming. Packed: no object for a string. The strings come from
 * anybody, so the hash has a key.
 */
final class OctetTable {
    private final KeyedHash keyed;
    private byte[] octets = new byte[4096];
    private int[] ends = new int[64];
    private int[] slots = new int[256];          // number + 1, or 0
    private int size;

    OctetTable() {
        this(KeyedHash.RANDOM);
    }

    OctetTable(KeyedHash keyed) {
        this.keyed = keyed;
    }

    /** The number of this string, a new one if it was not seen before. */
    int number(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int slot = slotOf(wanted, 0, wanted.length);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        append(wanted);
        slots[slot] = size;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    int size() {
        return size;
    }

    boolean isEmpty(int number) {
        return begin(number) == ends[number];
    }

    private int begin(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private int slotOf(byte[] text, int from, int to) {
        int mask = slots.length - 1;
        int slot = (int) keyed.hash(text, from, to) & mask;
        while (slots[slot] != 0 && !Arrays.equals(
                octets, begin(slots[slot] - 1), ends[slots[slot] - 1], text, from, to)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void append(byte[] text) {
        int used = begin(size);
        if (used + text.length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(used + text.length, octets.length + (octets.length >> 1)));
        }
        System.arraycopy(text, 0, octets, used, text.length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = used + text.length;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            slots[slotOf(octets, begin(number), ends[number])] = number + 1;
        }
    }
}
