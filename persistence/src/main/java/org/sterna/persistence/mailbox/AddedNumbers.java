package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of the events that added some messages: with them the rows of messages are found that are in no index any
 * more. Kept as differences to the UIDs, which are the same for messages that came one behind the other.
 *
 * @param runs in the order of the UIDs
 */
public record AddedNumbers(List<Run> runs) {
    public static final AddedNumbers NONE = new AddedNumbers(List.of());

    /** This many messages were added by the event with their UID plus the difference. */
    public record Run(long count, long difference) { }

    /** Told of messages by rising UID. */
    public interface Visitor {
        void message(long uid, long added);
    }

    public AddedNumbers {
        runs = List.copyOf(runs);
    }

    /** Tells UIDs and numbers; the set is the one these numbers were made for. */
    public void forEach(UidSet uids, Visitor visitor) {
        int run = -1;
        long left = 0;
        for (UidSet.Range range : uids.ranges()) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                while (left == 0) {
                    left = runs.get(++run).count();
                }
                left--;
                visitor.message(uid, uid + runs.get(run).difference());
            }
        }
    }

    /** Collects messages by rising UID. */
    static final class Builder {
        private final List<Run> runs = new ArrayList<>();
        private long count;
        private long difference;

        void add(long uid, long added) {
            if (count > 0 && difference != added - uid) {
                runs.add(new Run(count, difference));
                count = 0;
            }
            difference = added - uid;
            count++;
        }

        AddedNumbers build() {
            if (count > 0) {
                runs.add(new Run(count, difference));
                count = 0;
            }
            return new AddedNumbers(runs);
        }
    }
}
