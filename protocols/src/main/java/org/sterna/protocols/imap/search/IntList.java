package org.sterna.protocols.imap.search;

import java.util.Arrays;

/** A growing list of numbers. */
final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    int removeLast() {
        return values[--size];
    }

    boolean isEmpty() {
        return size == 0;
    }
}
