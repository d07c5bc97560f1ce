package org.sterna.protocols.imap;

import java.util.Optional;

/**
 * What stands in parentheses behind the mailbox of SELECT and EXAMINE (RFC 7162 sections 3.1.8 and 3.2.5).
 *
 * @param condstore the session wants to hear of MODSEQs
 * @param resync the client knows an earlier state and wants the difference
 */
public record SelectParameters(boolean condstore, Optional<QuickResync> resync) {
    public static final SelectParameters NONE = new SelectParameters(false, Optional.empty());

    /**
     * The state a client knows.
     *
     * @param uidValidity 1 to 4294967295
     * @param modSeq 1 or more
     * @param knownUids without {@code *}; empty: all of them
     */
    public record QuickResync(long uidValidity, long modSeq, Optional<SequenceSet> knownUids, Optional<SequenceMatch> match) {
    }

    /** Sequence numbers and the UIDs behind them, as many of one as of the other, ascending and without {@code *}. */
    public record SequenceMatch(SequenceSet sequences, SequenceSet uids) {
    }
}
