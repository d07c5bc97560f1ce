package org.sterna.persistence.mailbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a mailbox remembers of what happened to it, beside its messages.
 *
 * @param expunged   which messages left
 * @param copies     which messages came from other mailboxes
 * @param moves      those that have not ended, by the number of the event that started them
 * @param sweep      how far the content of expunged messages was removed
 * @param deliveries which messages the queue delivered last
 */
public record Past(ExpungeLog expunged, CopyLog copies, Map<Long, OpenMove> moves, Sweep sweep,
        RecentDeliveries deliveries) {
    static final Past NOTHING = new Past(ExpungeLog.EMPTY, CopyLog.EMPTY, Map.of(), Sweep.NOTHING,
            RecentDeliveries.NONE);

    public Past {
        moves = Map.copyOf(moves);
    }

    Past with(CopyLog next) {
        return new Past(expunged, next, moves, sweep, deliveries);
    }

    Past with(Sweep next) {
        return new Past(expunged, copies, moves, next, deliveries);
    }

    Past with(RecentDeliveries next) {
        return new Past(expunged, copies, moves, sweep, next);
    }

    /** Of these UIDs those whose move has not ended. */
    UidSet moving(UidSet uids) {
        UidSet moving = UidSet.EMPTY;
        for (OpenMove move : moves.values()) {
            moving = moving.union(move.uids().intersection(uids));
        }
        return moving;
    }

    Past left(long number, UidSet uids, By by) {
        return new Past(expunged.with(number, uids), copies, moves, sweep.expunged(number, by.at()), deliveries);
    }

    Past started(long number, OpenMove move) {
        Map<Long, OpenMove> open = new TreeMap<>(moves);
        open.put(number, move);
        return new Past(expunged, copies, open, sweep, deliveries);
    }

    Past ended(long move) {
        Map<Long, OpenMove> open = new TreeMap<>(moves);
        open.remove(move);
        return new Past(expunged, copies, open, sweep, deliveries);
    }
}
