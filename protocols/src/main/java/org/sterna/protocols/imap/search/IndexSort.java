package org.sterna.protocols.imap.search;

/** A stable merge sort of row numbers, without an object for each row. */
final class IndexSort {
    /** Compares two rows. */
    @FunctionalInterface
    interface Order {
        int compare(int row, int otherRow);
    }

    private IndexSort() {
    }

    /** The rows 0 to {@code size - 1} in order; of equal ones the lower comes first. */
    static int[] sorted(int size, Order order) {
        int[] from = new int[size];
        int[] to = new int[size];
        for (int i = 0; i < size; i++) {
            from[i] = i;
        }
        for (long width = 1; width < size; width *= 2) {
            for (long start = 0; start < size; start += 2 * width) {
                merge(from, to, (int) start, (int) Math.min(start + width, size), (int) Math.min(start + 2 * width, size), order);
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(int[] from, int[] to, int start, int middle, int end, Order order) {
        if (middle == end || order.compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, start, to, start, end - start);     // already in order, as much of a mailbox is
            return;
        }
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft = right == end || left < middle && order.compare(from[left], from[right]) <= 0;
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
