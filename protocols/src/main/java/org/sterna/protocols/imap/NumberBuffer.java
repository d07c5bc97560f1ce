package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Unsigned 32-bit numbers in ascending order, four octets each. */
final class NumberBuffer {
    private int[] numbers = {};
    private int used;

    int size() {
        return used;
    }

    boolean isEmpty() {
        return used == 0;
    }

    long get(int index) {
        return Integer.toUnsignedLong(numbers[index]);
    }

    /** @param number above all others */
    void add(long number) {
        if (used == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(8, used + used / 2));
        }
        numbers[used++] = (int) number;
    }

    /** How many are below this number. */
    int below(long number) {
        int low = 0;
        int high = used;
        while (low < high) {
            int middle = low + high >>> 1;
            if (get(middle) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean contains(long number) {
        int at = below(number);
        return at < used && get(at) == number;
    }

    /** With the other's numbers, none of which is here. */
    NumberBuffer with(NumberBuffer other) {
        NumberBuffer merged = new NumberBuffer();
        int at = 0;
        for (int i = 0; i < other.used; i++) {
            while (at < used && get(at) < other.get(i)) {
                merged.add(get(at++));
            }
            merged.add(other.get(i));
        }
        while (at < used) {
            merged.add(get(at++));
        }
        return merged;
    }

    int[] toArray() {
        return Arrays.copyOf(numbers, used);
    }

    List<NumberRange> ranges() {
        List<NumberRange> ranges = new ArrayList<>();
        for (int i = 0; i < used;) {
            int end = i + 1;
            while (end < used && get(end) == get(end - 1) + 1) {
                end++;
            }
            ranges.add(new NumberRange(get(i), get(end - 1)));
            i = end;
        }
        return ranges;
    }
}
