package org.sterna.persistence.mailbox;

import java.util.List;

/** Asks a set for UIDs that rise: all questions together take one pass over its ranges. */
final class UidWalk {
    private final List<UidSet.Range> ranges;
    private int next;

    UidWalk(UidSet uids) {
        ranges = uids.ranges();
    }

    private void forward(long uid) {
        while (next < ranges.size() && ranges.get(next).last() < uid) {
            next++;
        }
    }

    boolean contains(long uid) {
        forward(uid);
        return next < ranges.size() && ranges.get(next).first() <= uid;
    }

    /** Whether there are UIDs from first to last, both included. */
    boolean overlaps(long first, long last) {
        forward(first);
        return next < ranges.size() && ranges.get(next).first() <= last;
    }

    /** True if every UID asked for is behind the last one of the set. */
    boolean ended() {
        return next == ranges.size();
    }
}
