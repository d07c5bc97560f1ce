package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.search.SearchKey;

/** What a search key goes on to mean while its result is kept up to date. */
final class ContextKey {
    private ContextKey() { }

    /**
     * The key with the messages that its sequence numbers mean now (RFC 5267 section 4.3).
     *
     * @return empty if the result changes by time or by another search, of which nobody tells
     */
    static Optional<SearchKey> of(SearchKey key, SearchedMailbox mailbox) {
        if (key instanceof SearchKey.Within || key instanceof SearchKey.SavedResult) {
            return Optional.empty();
        }
        if (key instanceof SearchKey.Not not) {
            return of(not.key(), mailbox).map(SearchKey.Not::new);
        }
        if (key instanceof SearchKey.Or or) {
            return of(or.first(), mailbox).flatMap(first -> of(or.second(), mailbox).map(second -> new SearchKey.Or(first, second)));
        }
        if (key instanceof SearchKey.And and) {
            List<SearchKey> keys = new ArrayList<>();
            and.keys().forEach(each -> of(each, mailbox).ifPresent(keys::add));
            return keys.size() == and.keys().size() ? Optional.of(new SearchKey.And(keys)) : Optional.empty();
        }
        return Optional.of(key instanceof SearchKey.Numbers numbers && numbers.numbering() == Numbering.SEQUENCE
                ? byUid(numbers.set(), mailbox) : key);
    }

    private static SearchKey byUid(SequenceSet set, SearchedMailbox mailbox) {
        List<NumberRange> uids = new ArrayList<>();
        for (NumberRange range : set.resolve(mailbox.size())) {
            if (range.first() <= mailbox.size()) {
                uids.add(new NumberRange(ScannedCandidates.uid(mailbox, range.first()),
                        ScannedCandidates.uid(mailbox, Math.min(range.last(), mailbox.size()))));
            }
        }
        return uids.isEmpty() ? new SearchKey.Not(new SearchKey.All()) : new SearchKey.Numbers(Numbering.UID, SequenceSet.of(uids));
    }
}
