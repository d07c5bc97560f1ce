package org.sterna.platform.drill.imap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Sets of UIDs or sequence numbers as responses write them (RFC 9051 section 9, {@code uid-set}); in the order written. */
public final class NumberSet {
    private static final long MOST = 5_000_000;

    private NumberSet() {
    }

    /** Every number of {@code 1:3,5}; a server never says {@code *}. */
    public static List<Long> parse(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.split(":", -1);
            if (ends.length > 2 || !ends[0].matches("[1-9][0-9]{0,9}") || !ends[ends.length - 1].matches("[1-9][0-9]{0,9}")) {
                throw new ProtocolError("no set of numbers: " + text);
            }
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            if (Math.abs(last - first) > MOST) {
                throw new ProtocolError("a range of " + (last - first) + " numbers");
            }
            for (long number = first; first <= last ? number <= last : number >= last; number += first <= last ? 1 : -1) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** Ranges where there are any. */
    public static String format(Collection<Long> numbers) {
        StringBuilder text = new StringBuilder();
        long first = -1;
        long last = -1;
        for (long number : new TreeSet<>(numbers)) {
            if (first >= 0 && number == last + 1) {
                last = number;
                continue;
            }
            append(text, first, last);
            first = number;
            last = number;
        }
        append(text, first, last);
        return text.toString();
    }

    private static void append(StringBuilder text, long first, long last) {
        if (first >= 0) {
            text.append(text.length() == 0 ? "" : ",").append(first).append(first == last ? "" : ":" + last);
        }
    }
}
