package org.sterna.platform.drill.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Sets of UIDs as IMAP writes them (RFC 9051 section 9, {@code uid-set}). */
public final class UidRanges {
    private UidRanges() {
    }

    /** Ranges where there are any; of at least one UID. */
    public static String format(Collection<Long> uids) {
        StringBuilder text = new StringBuilder();
        long first = -1;
        long last = -1;
        for (long uid : new TreeSet<>(uids)) {
            if (first >= 0 && uid != last + 1) {
                append(text, first, last);
                first = uid;
            } else if (first < 0) {
                first = uid;
            }
            last = uid;
        }
        append(text, first, last);
        return text.toString();
    }

    private static void append(StringBuilder text, long first, long last) {
        text.append(text.length() == 0 ? "" : ",").append(first).append(first == last ? "" : ":" + last);
    }

    /** Every UID of {@code 1:3,5}. */
    public static List<Long> parse(String text) {
        List<Long> uids = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] ends = part.split(":");
            long one = Long.parseLong(ends[0]);
            long other = Long.parseLong(ends[ends.length - 1]);
            for (long uid = Math.min(one, other); uid <= Math.max(one, other); uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }
}
