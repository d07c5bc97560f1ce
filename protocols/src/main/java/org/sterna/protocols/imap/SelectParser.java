package org.sterna.protocols.imap;

import java.util.Optional;

/** Reads the parameters of SELECT and EXAMINE (RFC 7162 section 7, select-param). */
final class SelectParser {
    /** Pairs of numbers a client may send to say what it knows; RFC 7162 section 3.2.5.2 wants few of them. */
    private static final int MAX_MATCHES = 10_000;

    private final ImapCursor in;

    SelectParser(ImapCursor in) {
        this.in = in;
    }

    SelectParameters parameters() throws SyntaxException {
        if (!in.skip(' ')) {
            return SelectParameters.NONE;
        }
        in.expect('(');
        boolean condstore = false;
        Optional<SelectParameters.QuickResync> resync = Optional.empty();
        do {
            String name = in.keyword();
            if (name.equals("CONDSTORE")) {
                condstore = true;
            } else if (name.equals("QRESYNC") && resync.isEmpty()) {
                in.space();
                resync = Optional.of(resync());
            } else {
                throw SyntaxException.bad("Unknown or repeated parameter " + name);
            }
        } while (in.skip(' '));
        in.expect(')');
        return new SelectParameters(condstore, resync);
    }

    private SelectParameters.QuickResync resync() throws SyntaxException {
        in.expect('(');
        long uidValidity = in.nonZero();
        in.space();
        long modSeq = in.number();
        if (modSeq == 0) {
            throw SyntaxException.bad("A mod-sequence is 1 or more");
        }
        Optional<SequenceSet> known = Optional.empty();
        Optional<SelectParameters.SequenceMatch> match = Optional.empty();
        boolean more = in.skip(' ');
        if (more && in.peek() != '(') {
            known = Optional.of(in.plainSet());
            more = in.skip(' ');
        }
        if (more) {
            match = Optional.of(match());
        }
        in.expect(')');
        return new SelectParameters.QuickResync(uidValidity, modSeq, known, match);
    }

    private SelectParameters.SequenceMatch match() throws SyntaxException {
        in.expect('(');
        SequenceSet sequences = in.plainSet();
        in.space();
        SequenceSet uids = in.plainSet();
        in.expect(')');
        int count = sequences.numbers(MAX_MATCHES + 1).length;
        if (count > MAX_MATCHES || count != uids.numbers(MAX_MATCHES + 1).length) {
            throw SyntaxException.bad("As many UIDs as sequence numbers are expected, at most " + MAX_MATCHES);
        }
        return new SelectParameters.SequenceMatch(sequences, uids);
    }
}
