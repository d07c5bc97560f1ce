package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.search.SearchProgram.Need;
import org.sterna.protocols.message.BaseSubject;
import org.sterna.protocols.message.Casemap;
import org.sterna.protocols.message.EnvelopeAddress;
import org.sterna.protocols.message.SelectedFields;

/**
 * Messages to be sorted (RFC 5256 section 3, RFC 5957): their keys in packed columns, 16 octets a message and for each
 * criterion 8, or 12 and the text. For one thread.
 */
public final class SortTable {
    private final List<SortCriterion> criteria;
    private final SearchHits.ModSeqs modSeqs;
    private final List<TextColumn> texts = new ArrayList<>();
    private final long[][] numbers;
    private int[] uids = new int[16];
    private int[] sequences = new int[16];
    private long[] changes = {};
    private int size;

    /** @param modSeqs whether the answer has to tell the highest MODSEQ */
    public SortTable(List<SortCriterion> criteria, SearchHits.ModSeqs modSeqs) {
        this.criteria = List.copyOf(criteria);
        this.modSeqs = modSeqs;
        this.numbers = new long[criteria.size()][];
        for (int i = 0; i < numbers.length; i++) {
            texts.add(new TextColumn());
            numbers[i] = new long[16];
        }
    }

    /** What {@link #add} must find present. */
    public Need need() {
        return criteria.stream().allMatch(criterion -> criterion.key().isInIndex()) ? Need.INDEX : Need.SUMMARY;
    }

    public int size() {
        return size;
    }

    /** Heap that the table takes, in octets. */
    public long octets() {
        long octets = 2L * Integer.BYTES * uids.length + (long) Long.BYTES * changes.length;
        for (int i = 0; i < numbers.length; i++) {
            octets += (long) Long.BYTES * numbers[i].length + texts.get(i).heapOctets();
        }
        return octets;
    }

    /**
     * Takes a message. Of messages that are equal by all criteria the one with the lower sequence number comes first.
     *
     * @throws java.util.NoSuchElementException if the summary's facts are needed and not there
     */
    public void add(MessageFacts facts) {
        if (size == uids.length) {
            uids = Arrays.copyOf(uids, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
        }
        if (modSeqs == SearchHits.ModSeqs.KEPT && size >= changes.length) {
            changes = Arrays.copyOf(changes, uids.length);
        }
        uids[size] = (int) facts.uid();
        sequences[size] = (int) facts.sequence();
        if (modSeqs == SearchHits.ModSeqs.KEPT) {
            changes[size] = facts.modSeq();
        }
        for (int i = 0; i < numbers.length; i++) {
            SortKey key = criteria.get(i).key();
            switch (key) {
                case ARRIVAL -> number(i, facts.internalDate());
                case SIZE -> number(i, facts.size());
                case DATE -> number(i, sentDate(facts));
                default -> texts.get(i).add(Casemap.fold(text(key, facts.selected().orElseThrow())));
            }
        }
        size++;
    }

    /** The sent date, in milliseconds since 1970 (RFC 5256 section 2.2). */
    static long sentDate(MessageFacts facts) {
        return facts.selected().orElseThrow().date().map(date -> date.toInstant().toEpochMilli()).orElse(facts.internalDate());
    }

    private void number(int column, long value) {
        if (size == numbers[column].length) {
            numbers[column] = Arrays.copyOf(numbers[column], size * 2);
        }
        numbers[column][size] = value;
    }

    private static String text(SortKey key, SelectedFields fields) {
        return switch (key) {
            case CC -> fields.firstAddress("Cc").map(EnvelopeAddress::mailboxText).orElse("");
            case FROM -> fields.firstAddress("From").map(EnvelopeAddress::mailboxText).orElse("");
            case TO -> fields.firstAddress("To").map(EnvelopeAddress::mailboxText).orElse("");
            case DISPLAYFROM -> fields.firstAddress("From").map(EnvelopeAddress::displayed).orElse("");
            case DISPLAYTO -> fields.firstAddress("To").map(EnvelopeAddress::displayed).orElse("");
            case SUBJECT -> BaseSubject.of(fields.subject()).text();
            case ARRIVAL, DATE, SIZE -> throw new AssertionError(key);
        };
    }

    /** The messages in their order. */
    public SearchHits sorted(Numbering numbering) {
        SearchHits hits = new SearchHits(modSeqs);
        for (int row : IndexSort.sorted(size, this::compare)) {
            int number = numbering == Numbering.UID ? uids[row] : sequences[row];
            hits.add(Integer.toUnsignedLong(number), modSeqs == SearchHits.ModSeqs.KEPT ? changes[row] : 0);
        }
        return hits;
    }

    private int compare(int row, int otherRow) {
        for (int i = 0; i < numbers.length; i++) {
            SortCriterion criterion = criteria.get(i);
            boolean isNumber = criterion.key().isInIndex() || criterion.key() == SortKey.DATE;
            int order = isNumber ? Long.compare(numbers[i][row], numbers[i][otherRow]) : texts.get(i).compare(row, otherRow);
            if (order != 0) {
                return criterion.direction() == SortCriterion.Direction.ASCENDING ? order : -order;
            }
        }
        // UIDs rise with sequence numbers, and are there where those are not.
        return Integer.compareUnsigned(uids[row], uids[otherRow]);
    }
}
