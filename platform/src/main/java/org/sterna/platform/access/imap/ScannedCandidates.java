package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Optional;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.search.SearchProgram;

/** Every message that the key's own numbers and MODSEQ leave over. */
final class ScannedCandidates implements SearchCandidates {
    @Override
    public MessageCursor cursor(SearchedMailbox mailbox, SearchProgram program) {
        UidSet uids = program.onlyUids().map(ScannedCandidates::set).orElse(UidSet.ALL);
        Optional<List<NumberRange>> sequences = program.onlySequences();
        if (sequences.isPresent()) {
            uids = uids.intersection(uids(mailbox, sequences.get()));
        }
        return mailbox.messages().cursor(uids, Math.max(0, program.leastModSeq() - 1));
    }

    static UidSet set(List<NumberRange> ranges) {
        UidSet.Builder uids = new UidSet.Builder();
        ranges.forEach(range -> uids.add(range.first(), range.last()));
        return uids.build();
    }

    private static UidSet uids(SearchedMailbox mailbox, List<NumberRange> sequences) {
        UidSet.Builder uids = new UidSet.Builder();
        for (NumberRange range : sequences) {
            if (range.first() <= mailbox.size()) {
                long last = Math.min(range.last(), mailbox.size());
                uids.add(uid(mailbox, range.first()), uid(mailbox, last));
            }
        }
        return uids.build();
    }

    static long uid(SearchedMailbox mailbox, long sequence) {
        return mailbox.view().map(view -> view.uidAt(sequence)).orElseGet(() -> mailbox.messages().uid((int) sequence - 1));
    }
}
