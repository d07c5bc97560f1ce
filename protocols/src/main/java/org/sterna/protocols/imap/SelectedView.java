package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one session has been told of its mailbox: the UIDs behind the sequence numbers 1, 2, 3 and so on, and what it has not
 * been told yet (RFC 3501 section 2.3.1.2). Sequence numbers change only in {@link #announce}, never when the mailbox does.
 *
 * <p>The idea: nothing is kept that the shared states of the mailbox hold already. The view remembers the state that was
 * announced last and the state the mailbox has now; what is new is the difference of the two, found when it is wanted, so
 * that any number of changes costs a slow session no more than one. Only where EXPUNGE may not be sent while other news may,
 * the UIDs of messages that are gone and still have their number are kept ({@code gone}): the numbering is the announced state
 * and these, by rising UID.
 *
 * <p>Recent are, for this session, the messages from a given UID on. A message that comes in while the mailbox is selected
 * counts as recent in every session, which RFC 3501 section 2.3.2 wants when nobody can tell who was first.
 *
 * <p>For one thread.
 */
public final class SelectedView {
    /** Which updates may be sent at a given moment. */
    public enum Moment {
        /** Everything, EXPUNGE included. */
        ANY,
        /** While FETCH, STORE or SEARCH is in progress no EXPUNGE may be sent (RFC 9051 section 7.5.1). */
        NO_EXPUNGE
    }

    private final long firstRecentUid;
    private MessageIndex announced;
    private MessageIndex latest;
    private NumberBuffer gone = new NumberBuffer();
    private List<NumberRange> saved = List.of();

    /**
     * @param state of the mailbox, which the client is about to be told
     * @param firstRecentUid messages from this UID on are recent in this session
     */
    public SelectedView(MessageIndex state, long firstRecentUid) {
        this.announced = state;
        this.latest = state;
        this.firstRecentUid = firstRecentUid;
    }

    /** What may be sent before the tagged response of this command. UID forms of FETCH, STORE and SEARCH allow EXPUNGE. */
    public static Moment during(ImapCommand command) {
        boolean sequence = command instanceof ImapCommand.Fetch fetch && fetch.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Store store && store.numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Search search && search.request().numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Sort sort && sort.request().search().numbering() == Numbering.SEQUENCE
                || command instanceof ImapCommand.Thread thread && thread.request().search().numbering() == Numbering.SEQUENCE;
        return sequence ? Moment.NO_EXPUNGE : Moment.ANY;
    }

    // What changed.

    /** The mailbox has a newer state; any number of changes may lie between. */
    public void follow(MessageIndex state) {
        latest = state;
    }

    /** True if {@link #announce} may have something to say; it can still turn out that there is nothing. */
    public boolean hasNews(Moment moment) {
        return !latest.equals(announced) || moment == Moment.ANY && !gone.isEmpty();
    }

    /** True if messages are gone whose EXPUNGE could not be sent in the last announcement. */
    public boolean holdsBack() {
        return !gone.isEmpty();
    }

    /** The responses to send now, in their order. The view counts them as sent. */
    public List<ViewUpdate> announce(Moment moment, Enabled enabled) {
        List<ViewUpdate> updates = new ArrayList<>();
        NumberBuffer removed = new NumberBuffer();
        NumberBuffer changed = new NumberBuffer();
        long last = exists() == 0 ? 0 : uidAt(exists());
        boolean more = !latest.equals(announced) && compare(last, removed, changed);
        int recent = recent();
        NumberBuffer expunged = gone.with(removed);
        if (moment == Moment.ANY && !expunged.isEmpty()) {
            updates.add(enabled.vanished() ? new ViewUpdate.Vanished(expunged.ranges())
                    : new ViewUpdate.Expunged(sequencesToExpunge(expunged)));
            gone = new NumberBuffer();
        } else {
            gone = expunged;
        }
        announced = latest;
        if (more) {
            updates.add(new ViewUpdate.Exists(exists()));
        }
        if (!enabled.rev2() && (more || recent != recent())) {
            updates.add(new ViewUpdate.Recent(recent()));
        }
        if (!changed.isEmpty()) {
            updates.add(new ViewUpdate.FlagsChanged(sequencesOf(changed)));
        }
        return updates;
    }

    /**
     * Finds out what is new.
     *
     * @return whether messages have come in behind the last one announced
     */
    private boolean compare(long last, NumberBuffer removed, NumberBuffer changed) {
        latest.since(announced, new MessageIndex.Difference() {
            @Override
            public void added(long uid, long modSeq) {
                // UIDs only rise: it is above all that were announced, and is counted with them below.
            }

            @Override
            public void changed(long uid, long modSeq) {
                changed.add(uid);
            }

            @Override
            public void removed(long uid) {
                removed.add(uid);
            }
        });
        return latest.size() > 0 && latest.uid(latest.size() - 1) > last;
    }

    /** Each number as it is when those before are gone. Called while the old numbering still holds. */
    private int[] sequencesToExpunge(NumberBuffer uids) {
        int[] sequences = new int[uids.size()];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = place(uids.get(i)) + 1 - i;
        }
        return sequences;
    }

    /** Called when the new numbering holds. */
    private int[] sequencesOf(NumberBuffer uids) {
        int[] sequences = new int[uids.size()];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = place(uids.get(i)) + 1;
        }
        return sequences;
    }

    // What the client knows.

    /** Messages announced and not announced as expunged. */
    public int exists() {
        return announced.size() + gone.size();
    }

    public int recent() {
        return exists() - place(firstRecentUid);
    }

    public boolean isRecent(long uid) {
        return uid >= firstRecentUid;
    }

    /** How many messages of the numbering have a lower UID. */
    private int place(long uid) {
        return announced.insertion(uid) + gone.below(uid);
    }

    /** @param sequence 1 to {@link #exists()} */
    public long uidAt(long sequence) {
        if (sequence < 1 || sequence > exists()) {
            throw new IllegalArgumentException("sequence number " + sequence + " of " + exists());
        }
        int index = (int) sequence - 1;
        if (gone.isEmpty()) {
            return announced.uid(index);
        }
        int low = 0;                                        // how many of those gone come before it
        int high = gone.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (place(gone.get(middle)) < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < gone.size() && place(gone.get(low)) == index ? gone.get(low) : announced.uid(index - low);
    }

    /** The sequence number of a message this session knows. */
    public OptionalLong sequenceOf(long uid) {
        return announced.indexOf(uid) >= 0 || gone.contains(uid) ? OptionalLong.of(place(uid) + 1L) : OptionalLong.empty();
    }

    // What a command means.

    /**
     * The messages a command means, as ranges of sequence numbers, ascending and disjoint. UIDs that do not exist are passed
     * over.
     *
     * @return empty if the set names a sequence number that does not exist, which is an error of the client; in an empty
     *     mailbox no set is wrong
     */
    public Optional<List<NumberRange>> ranges(SequenceSet set, Numbering numbering) {
        int count = exists();
        if (count == 0) {
            return Optional.of(List.of());
        }
        if (set.isSaved()) {
            return Optional.of(sequenceRanges(saved));      // RFC 5182 section 2.1: also for commands by sequence number
        }
        List<NumberRange> ranges = set.resolve(numbering == Numbering.UID ? uidAt(count) : count);
        if (numbering == Numbering.UID) {
            return Optional.of(sequenceRanges(ranges));
        }
        return ranges.isEmpty() || ranges.get(ranges.size() - 1).last() <= count ? Optional.of(ranges) : Optional.empty();
    }

    private List<NumberRange> sequenceRanges(List<NumberRange> uids) {
        List<NumberRange> sequences = new ArrayList<>();
        for (NumberRange range : uids) {
            int from = place(range.first());
            int to = place(range.last() + 1);
            if (from < to) {
                sequences.add(new NumberRange(from + 1L, to));
            }
        }
        return SequenceSet.merged(sequences);
    }

    /** The same as {@link #ranges}, one by one. */
    public Optional<int[]> resolve(SequenceSet set, Numbering numbering) {
        return ranges(set, numbering).map(ranges -> {
            int[] sequences = new int[(int) ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum()];
            int used = 0;
            for (NumberRange range : ranges) {
                for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                    sequences[used++] = (int) sequence;
                }
            }
            return Arrays.copyOf(sequences, used);
        });
    }

    /**
     * Keeps the result of a search for {@code $} (RFC 5182).
     *
     * @param uids ascending and disjoint
     */
    public void save(List<NumberRange> uids) {
        saved = List.copyOf(uids);
    }

    /** The UIDs of the saved result; those that have gone since may be among them. Empty before any search was saved. */
    public List<NumberRange> saved() {
        return saved;
    }
}
