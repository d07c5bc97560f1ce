package org.sterna.persistence.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.identity.Incarnation;

/**
 * Decides which rows of a journal count. Rows are given by rising number, and for one number by rising epoch.
 *
 * <p>Of several rows with one number the highest epoch wins; behind the first row of a higher epoch, rows of a lower one
 * are dropped: they were written by a node that had been fenced before and were never acknowledged. Equal epochs of two
 * incarnations, and a number that is missing in the middle, are faults no rule can mend: {@link JournalFaultException}.
 * Clocks never decide.
 */
public final class Replay {
    private final String persistenceId;
    private final long first;
    private final List<JournalRow> accepted = new ArrayList<>();
    private final List<JournalRow> dropped = new ArrayList<>();
    private long highest;
    private Optional<JournalRow> candidate = Optional.empty();
    private Optional<JournalRow> last = Optional.empty();

    /**
     * @param first the number of the first row that counts: a journal that begins later has lost rows
     */
    public Replay(String persistenceId, long first) {
        this.persistenceId = persistenceId;
        this.first = first;
    }

    public void add(JournalRow row) {
        highest = Math.max(highest, row.number());
        if (candidate.isPresent() && candidate.get().number() == row.number()) {
            JournalRow other = candidate.get();
            if (other.epoch() == row.epoch()) {
                if (other.incarnation().equals(row.incarnation())) {
                    return;                     // the same row again: a write that was repeated
                }
                throw conflict(other, row);
            }
            boolean wins = row.epoch() > other.epoch();
            drop(wins ? other : row);
            candidate = Optional.of(wins ? row : other);
        } else {
            settle();
            candidate = Optional.of(row);
        }
    }

    /** No more rows come. */
    public Replay end() {
        settle();
        candidate = Optional.empty();
        return this;
    }

    private void settle() {
        if (candidate.isEmpty()) {
            return;
        }
        JournalRow row = candidate.get();
        if (last.isPresent()) {
            JournalRow before = last.get();
            if (row.epoch() < before.epoch()) {
                drop(row);
                return;
            }
            if (row.epoch() == before.epoch() && !row.incarnation().equals(before.incarnation())) {
                throw conflict(before, row);
            }
        }
        long expected = last.map(before -> before.number() + 1).orElse(first);
        if (row.number() != expected) {
            throw missing(expected, row.number());
        }
        accepted.add(row);
        last = candidate;
    }

    /** A row was seen far behind the end of what was added: rows in between were lost. */
    public JournalFaultException missing(long expected, long there) {
        return new JournalFaultException(persistenceId, "event " + expected + " is missing, but event " + there
                + " is there; restore the table or its replicas before this entity is started again");
    }

    private void drop(JournalRow row) {
        dropped.add(row);
    }

    private JournalFaultException conflict(JournalRow one, JournalRow other) {
        return new JournalFaultException(persistenceId, "epoch " + one.epoch() + " was written by two incarnations, " + one.incarnation()
                + " (event " + one.number() + ") and " + other.incarnation() + " (event " + other.number()
                + "): two nodes own one entity; stop one of them");
    }

    /** The rows that count so far, by number, without gaps. The caller may clear the list when it has used it. */
    public List<JournalRow> accepted() {
        return accepted;
    }

    /** Rows of stale writers, to be reported. */
    public List<JournalRow> dropped() {
        return List.copyOf(dropped);
    }

    /** The highest number of any row that was added, whether it counts or not; 0 if there was none. */
    public long highest() {
        return highest;
    }

    /** The highest event that counts; empty if there is none. */
    public Optional<JournalRow> last() {
        return last;
    }

    /** The epoch with which a writer that recovers now writes. */
    public long nextEpoch() {
        return last.map(JournalRow::epoch).orElse(0L) + 1;
    }

    /** Who wrote the last row that counts: it must be fenced before anything is built on the replay. */
    public Optional<Incarnation> lastWriter() {
        return last.map(JournalRow::incarnation);
    }
}
