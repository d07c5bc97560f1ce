package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;

/**
 * Which messages a search can find at all, as far as sets and MODSEQ that every match must satisfy tell it.
 *
 * @param uids      empty if there is no bound
 * @param sequences likewise
 */
record Bounds(Optional<List<NumberRange>> uids, Optional<List<NumberRange>> sequences, long leastModSeq) {
    private static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty(), 0);

    static Bounds of(SearchKey key, SearchProgram.Scope scope) {
        if (key instanceof SearchKey.And and) {
            Bounds all = NONE;
            for (SearchKey each : and.keys()) {
                all = all.and(of(each, scope));
            }
            return all;
        }
        if (key instanceof SearchKey.Numbers numbers && numbers.numbering() == Numbering.UID) {
            return new Bounds(Optional.of(numbers.set().resolve(scope.largestUid())), Optional.empty(), 0);
        }
        if (key instanceof SearchKey.Numbers numbers) {
            return new Bounds(Optional.empty(), Optional.of(numbers.set().resolve(scope.largestSequence())), 0);
        }
        if (key instanceof SearchKey.SavedResult) {
            return new Bounds(Optional.of(scope.savedUids()), Optional.empty(), 0);
        }
        return key instanceof SearchKey.ChangedSince changed
                ? new Bounds(Optional.empty(), Optional.empty(), changed.modSeq()) : NONE;
    }

    private Bounds and(Bounds other) {
        return new Bounds(both(uids, other.uids), both(sequences, other.sequences), Math.max(leastModSeq, other.leastModSeq));
    }

    private static Optional<List<NumberRange>> both(Optional<List<NumberRange>> first, Optional<List<NumberRange>> second) {
        return first.isPresent() && second.isPresent() ? Optional.of(common(first.get(), second.get()))
                : first.isPresent() ? first : second;
    }

    private static List<NumberRange> common(List<NumberRange> first, List<NumberRange> second) {
        List<NumberRange> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() && j < second.size()) {
            NumberRange a = first.get(i);
            NumberRange b = second.get(j);
            long from = Math.max(a.first(), b.first());
            long to = Math.min(a.last(), b.last());
            if (from <= to) {
                common.add(new NumberRange(from, to));
            }
            if (a.last() < b.last()) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
