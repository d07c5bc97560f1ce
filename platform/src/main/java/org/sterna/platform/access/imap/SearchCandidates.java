package org.sterna.platform.access.imap;

import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.protocols.imap.search.SearchProgram;

/**
 * Where a search gets the messages it has to look at: all that can match, and as few others as it can. This is the place of a
 * full-text index; {@link ScannedCandidates} has none.
 */
interface SearchCandidates {
    /** By rising UID. */
    MessageCursor cursor(SearchedMailbox mailbox, SearchProgram program);
}
