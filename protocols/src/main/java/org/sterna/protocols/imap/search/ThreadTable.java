package org.sterna.protocols.imap.search;

import java.util.Arrays;
import java.util.List;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.message.BaseSubject;
import org.sterna.protocols.message.Casemap;
import org.sterna.protocols.message.SelectedFields;

/**
 * Messages to be put into threads (RFC 5256 section 3, THREAD): of each its date, base subject and what it refers to, in
 * packed arrays. Some 40 octets a message, its Message-ID, and 4 for each reference. For one thread.
 */
public final class ThreadTable {
    private static final int REPLY = 1 << 31;

    private final ThreadAlgorithm algorithm;
    private final OctetTable subjects = new OctetTable();
    private final OctetTable ids = new OctetTable();
    private final IntList references = new IntList();
    private final IntList referenceEnds = new IntList();
    private final IntList ownIds = new IntList();            // -1: none
    private final IntList subjectOf = new IntList();         // REPLY is set for replies and forwards
    private final IntList uids = new IntList();
    private final IntList sequences = new IntList();
    private long[] dates = new long[16];

    public ThreadTable(ThreadAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    public int size() {
        return uids.size();
    }

    /**
     * Takes the next message.
     *
     * @param facts of messages in the order of their sequence numbers
     * @throws java.util.NoSuchElementException if the summary's facts are not there
     */
    public void add(MessageFacts facts) {
        SelectedFields fields = facts.selected().orElseThrow();
        int row = size();
        if (row == dates.length) {
            dates = Arrays.copyOf(dates, row * 2);
        }
        dates[row] = SortTable.sentDate(facts);
        BaseSubject subject = BaseSubject.of(fields.subject());
        subjectOf.add(subjects.number(Casemap.fold(subject.text())) | (subject.isReply() ? REPLY : 0));
        uids.add((int) facts.uid());
        sequences.add((int) facts.sequence());
        if (algorithm == ThreadAlgorithm.REFERENCES) {
            ownIds.add(fields.messageId().map(id -> ids.number(unquoted(id))).orElse(-1));
            List<String> ancestors = fields.ancestors();
            ancestors.forEach(id -> references.add(ids.number(unquoted(id))));
            referenceEnds.add(references.size());
        }
    }

    /** Quoting makes no difference between identifiers (RFC 5256 section 3, REFERENCES). */
    private static String unquoted(String id) {
        if (id.indexOf('"') < 0) {
            return id;
        }
        StringBuilder plain = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '\\' && i + 1 < id.length()) {
                plain.append(id.charAt(++i));
            } else if (c != '"') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** What a THREAD response says behind its name, with a space in front: {@code " (2)(3 6 (4 23)(44 7 96))"}. */
    public String threads(Numbering numbering) {
        int[] byDate = IndexSort.sorted(size(), (row, other) -> Long.compare(dates[row], dates[other]));
        ThreadForest forest = algorithm == ThreadAlgorithm.ORDEREDSUBJECT ? bySubject(byDate)
                : new ReferenceThreads(this, byDate).forest();
        IntList numbers = numbering == Numbering.UID ? uids : sequences;
        return size() == 0 ? "" : " " + forest.text(node -> Integer.toUnsignedLong(numbers.get(node)));
    }

    /** RFC 5256 section 3, ORDEREDSUBJECT: in the order of dates, the first of a subject is the parent of the rest. */
    private ThreadForest bySubject(int[] byDate) {
        ThreadForest forest = new ThreadForest(size(), size());
        int[] first = new int[subjects.size()];
        Arrays.fill(first, -1);
        for (int row : byDate) {
            int subject = subject(row);
            if (first[subject] < 0) {
                first[subject] = row;
                forest.addRoot(row);
            } else {
                forest.addChild(first[subject], row);
            }
        }
        return forest;
    }

    int subject(int row) {
        return subjectOf.get(row) & ~REPLY;
    }

    boolean isReply(int row) {
        return (subjectOf.get(row) & REPLY) != 0;
    }

    /** The number of the empty base subject, -1 if no message has it. */
    int emptySubject() {
        for (int row = 0; row < size(); row++) {
            if (subjects.isEmpty(subject(row))) {
                return subject(row);
            }
        }
        return -1;
    }

    int subjects() {
        return subjects.size();
    }

    /** How many Message-IDs are named or referred to. */
    int ids() {
        return ids.size();
    }

    /** The message's own id, -1 if it has none. */
    int id(int row) {
        return ownIds.get(row);
    }

    int referencesFrom(int row) {
        return row == 0 ? 0 : referenceEnds.get(row - 1);
    }

    int referencesTo(int row) {
        return referenceEnds.get(row);
    }

    int reference(int at) {
        return references.get(at);
    }
}
