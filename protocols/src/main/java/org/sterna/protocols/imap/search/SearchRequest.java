package org.sterna.protocols.imap.search;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.MailboxFilter;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.StatusResponse;

/**
 * What a SEARCH, UID SEARCH or ESEARCH command asks, and the searching part of SORT and THREAD.
 *
 * @param scope   which mailboxes
 * @param options empty if the command has no RETURN: answer with a plain SEARCH, SORT or THREAD response
 * @param refusal present if the command cannot be carried out though it is well formed: its charset is not known. Answer
 *                it, and let {@code $} be empty if the result was to be saved (RFC 5182 section 2.1)
 */
public record SearchRequest(
        Numbering numbering, Scope scope, Optional<ReturnOptions> options, SearchKey key, Optional<StatusResponse> refusal) {

    /** Where to search. */
    public sealed interface Scope {
    }

    /** SEARCH, SORT, THREAD: the selected mailbox. */
    public record Selected() implements Scope {
    }

    /**
     * ESEARCH (RFC 7377 section 2): responses name their mailboxes, and those with nothing to tell send none.
     *
     * @param sources as written; the selected mailbox if none was
     */
    public record Mailboxes(List<MailboxFilter> sources) implements Scope {
        public Mailboxes {
            sources = List.copyOf(sources);
        }
    }

    /** True if the command must be given in the selected state (RFC 7377 section 2.2). */
    public boolean needsSelected() {
        return !(scope instanceof Mailboxes mailboxes) || mailboxes.sources().isEmpty() || has(ReturnOptions.Item.UPDATE)
                || mailboxes.sources().stream().anyMatch(MailboxFilter.Selected.class::isInstance);
    }

    public boolean has(ReturnOptions.Item item) {
        return options.filter(asked -> asked.has(item)).isPresent();
    }

    /** True if the answer has to tell the highest MODSEQ of the result (RFC 7162 section 3.1.6). */
    public boolean usesModSeq() {
        return uses(key, SearchKey.ChangedSince.class);
    }

    /** True if the search refers to the saved result. */
    public boolean usesSavedResult() {
        return uses(key, SearchKey.SavedResult.class);
    }

    private static boolean uses(SearchKey key, Class<? extends SearchKey> wanted) {
        if (key instanceof SearchKey.And and) {
            return and.keys().stream().anyMatch(each -> uses(each, wanted));
        }
        if (key instanceof SearchKey.Or or) {
            return uses(or.first(), wanted) || uses(or.second(), wanted);
        }
        return key instanceof SearchKey.Not not ? uses(not.key(), wanted) : wanted.isInstance(key);
    }
}
