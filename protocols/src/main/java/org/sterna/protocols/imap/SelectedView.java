package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What one session has been told of its mailbox: the UIDs behind the sequence numbers 1, 2, 3 and so on, and the changes
 * it has not been told yet (RFC 3501 section 2.3.1.2). Sequence numbers change only in {@link #announce}, never when the
 * mailbox does.
 *
 * <p>Recent are, for this session, the messages from a given UID on. A message that comes in while the mailbox is selected
 * counts as recent in every session, which RFC 3501 section 2.3.2 wants when nobody can tell who was first.
 *
 * <p>Four octets per message. For one thread.
 */
public final class SelectedView {
    /** Which updates may be sent at a given moment. */
    public enum Moment {
        /** Everything, EXPUNGE included. */
        ANY,
        /** While FETCH, STORE or SEARCH is in progress no EXPUNGE may be sent (RFC 3501 section 7.4.1). */
        NO_EXPUNGE
    }

    private int[] uids;                                     // unsigned, ascending; the first count are used
    private int count;
    private final long firstRecentUid;
    private final TreeSet<Long> added = new TreeSet<>();
    private final TreeSet<Long> expunged = new TreeSet<>();
    private final TreeSet<Long> flagsChanged = new TreeSet<>();
    private boolean recentChanged;

    /**
     * @param uids of all messages, ascending, as unsigned 32-bit numbers; the view takes the array over
     * @param firstRecentUid messages from this UID on are recent in this session
     */
    public SelectedView(int[] uids, long firstRecentUid) {
        this.uids = uids;
        this.count = uids.length;
        this.firstRecentUid = firstRecentUid;
        for (int i = 1; i < uids.length; i++) {
            if (Integer.compareUnsigned(uids[i - 1], uids[i]) >= 0) {
                throw new IllegalArgumentException("UIDs do not ascend at " + i);
            }
        }
    }

    /** What may be sent before the tagged response of this command. UID forms of FETCH, STORE and SEARCH allow EXPUNGE. */
    public static Moment during(ImapCommand command) {
        boolean sequence = command instanceof ImapCommand.Fetch fetch && fetch.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Store store && store.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Search search && search.numbering() == Numbering.SEQUENCE;
        return sequence ? Moment.NO_EXPUNGE : Moment.ANY;
    }

    /** Messages announced and not announced as expunged. */
    public int exists() {
        return count;
    }

    public int recent() {
        int index = indexOf(firstRecentUid);
        return count - (index < 0 ? -index - 1 : index);
    }

    public boolean isRecent(long uid) {
        return uid >= firstRecentUid;
    }

    /** @param sequence 1 to {@link #exists()} */
    public long uidAt(long sequence) {
        if (sequence < 1 || sequence > count) {
            throw new IllegalArgumentException("sequence number " + sequence + " of " + count);
        }
        return Integer.toUnsignedLong(uids[(int) sequence - 1]);
    }

    /** The sequence number of a message this session knows. */
    public OptionalLong sequenceOf(long uid) {
        int index = indexOf(uid);
        return index < 0 ? OptionalLong.empty() : OptionalLong.of(index + 1L);
    }

    /** True if the message is gone from the mailbox, but the session has not been told yet. */
    public boolean isExpunged(long uid) {
        return expunged.contains(uid);
    }

    /** A message came into the mailbox. Announced ones and older ones are passed over. */
    public void added(long uid) {
        if (count == 0 || uid > uidAt(count)) {
            added.add(uid);
        }
    }

    /** Somebody changed the flags of a message. */
    public void flagsChanged(long uid) {
        flagsChanged.add(uid);
    }

    /** The session's own command has told it these flags already. */
    public void flagsAnnounced(long uid) {
        flagsChanged.remove(uid);
    }

    /** A message left the mailbox. */
    public void expunged(long uid) {
        if (!added.remove(uid) && indexOf(uid) >= 0) {
            expunged.add(uid);
        }
        flagsChanged.remove(uid);
    }

    /** True if {@link #announce} would have something to say. */
    public boolean hasNews(Moment moment) {
        return !added.isEmpty() || !flagsChanged.isEmpty() || moment == Moment.ANY && !expunged.isEmpty();
    }

    /** The responses to send now, in their order. The view counts them as sent. */
    public List<ViewUpdate> announce(Moment moment) {
        List<ViewUpdate> updates = new ArrayList<>();
        if (moment == Moment.ANY && !expunged.isEmpty()) {
            removeExpunged(updates);
        }
        if (!added.isEmpty()) {
            append();
            updates.add(new ViewUpdate.Exists(count));
            recentChanged = true;
        }
        if (recentChanged) {
            updates.add(new ViewUpdate.Recent(recent()));
            recentChanged = false;
        }
        for (long uid : flagsChanged) {
            sequenceOf(uid).ifPresent(sequence -> updates.add(new ViewUpdate.FlagsChanged(sequence, uid)));
        }
        flagsChanged.clear();
        return updates;
    }

    private void removeExpunged(List<ViewUpdate> updates) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (expunged.contains(Integer.toUnsignedLong(uids[i]))) {
                updates.add(new ViewUpdate.Expunged(kept + 1L));
            } else {
                uids[kept++] = uids[i];
            }
        }
        count = kept;
        expunged.clear();
    }

    private void append() {
        if (count + added.size() > uids.length) {
            uids = Arrays.copyOf(uids, count + added.size() + count / 16);
        }
        for (long uid : added) {
            uids[count++] = (int) uid;
        }
        added.clear();
    }

    /**
     * The messages a command means, as ascending sequence numbers. UIDs that do not exist are passed over.
     *
     * @return empty if the set names a sequence number that does not exist, which is an error of the client; in an empty
     *     mailbox no set is wrong
     */
    public Optional<int[]> resolve(SequenceSet set, Numbering numbering) {
        if (count == 0) {
            return Optional.of(new int[0]);
        }
        List<NumberRange> ranges = set.resolve(numbering == Numbering.UID ? uidAt(count) : count);
        int[] sequences = new int[16];
        int found = 0;
        for (NumberRange range : ranges) {
            if (numbering == Numbering.SEQUENCE && range.last() > count) {
                return Optional.empty();
            }
            int index = numbering == Numbering.UID ? indexOf(range.first()) : (int) range.first() - 1;
            for (int i = index < 0 ? -index - 1 : index; i < count; i++) {
                if ((numbering == Numbering.UID ? uidAt(i + 1L) : i + 1L) > range.last()) {
                    break;
                }
                if (found == sequences.length) {
                    sequences = Arrays.copyOf(sequences, found * 2);
                }
                sequences[found++] = i + 1;
            }
        }
        return Optional.of(Arrays.copyOf(sequences, found));
    }

    /** Binary search; if absent, minus the place where it would be, minus one. */
    private int indexOf(long uid) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(Integer.toUnsignedLong(uids[middle]), uid);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
