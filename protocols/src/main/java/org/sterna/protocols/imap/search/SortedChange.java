package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference of two results in any order, with positions (RFC 5267 sections 4.3.3 and 4.3.4). What stays is a longest
 * run of numbers that have kept their order; all else is taken out and put in again. O(n log n).
 */
final class SortedChange {
    private SortedChange() {
    }

    static List<ContextChange> between(long[] before, long[] after) {
        Map<Long, Integer> placeAfter = new HashMap<>(after.length * 2);
        for (int i = 0; i < after.length; i++) {
            placeAfter.put(after[i], i);
        }
        int[] target = new int[before.length];              // place in `after`, -1 if it is gone
        for (int i = 0; i < before.length; i++) {
            target[i] = placeAfter.getOrDefault(before[i], -1);
        }
        boolean[] stays = longestRising(target);
        boolean[] standing = new boolean[after.length];
        for (int i = 0; i < before.length; i++) {
            if (stays[i]) {
                standing[target[i]] = true;
            }
        }
        return ContextChange.changes(removals(before, stays), additions(after, standing));
    }

    /** From back to front, so that positions told later are still those of the old result. */
    private static List<ContextChange.At> removals(long[] before, boolean[] stays) {
        List<ContextChange.At> places = new ArrayList<>();
        int end = before.length;
        while (end > 0) {
            if (stays[end - 1]) {
                end--;
                continue;
            }
            int start = end - 1;
            while (start > 0 && !stays[start - 1]) {
                start--;
            }
            places.add(new ContextChange.At(start + 1, NumberList.of(Arrays.copyOfRange(before, start, end))));
            end = start;
        }
        return places;
    }

    /** From front to back, so that each position is already that of the new result. */
    private static List<ContextChange.At> additions(long[] after, boolean[] standing) {
        List<ContextChange.At> places = new ArrayList<>();
        int start = 0;
        while (start < after.length) {
            int end = start;
            while (end < after.length && !standing[end]) {
                end++;
            }
            if (end > start) {
                places.add(new ContextChange.At(start + 1, NumberList.of(Arrays.copyOfRange(after, start, end))));
            }
            start = end + 1;
        }
        return places;
    }

    /** Marks a longest rising subsequence of the values that are not negative. */
    private static boolean[] longestRising(int[] values) {
        int[] tails = new int[values.length];               // index of the smallest end of a run of each length
        int[] previous = new int[values.length];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                continue;
            }
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (values[tails[middle]] < values[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        boolean[] marked = new boolean[values.length];
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
            marked[i] = true;
        }
        return marked;
    }
}
