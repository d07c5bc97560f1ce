package org.sterna.protocols.imap;

import java.util.Optional;
import java.util.OptionalLong;

/** Reads the modifiers of FETCH (RFC 4466 section 2.4): CHANGEDSINCE, VANISHED (RFC 7162), PARTIAL (RFC 9394). */
final class FetchModifierParser {
    private final ImapCursor in;

    FetchModifierParser(ImapCursor in) {
        this.in = in;
    }

    FetchModifiers modifiers(Numbering numbering) throws SyntaxException {
        if (!in.skip(' ')) {
            return FetchModifiers.NONE;
        }
        in.expect('(');
        OptionalLong changedSince = OptionalLong.empty();
        boolean vanished = false;
        Optional<PartialRange> partial = Optional.empty();
        do {
            String name = in.keyword();
            if (name.equals("CHANGEDSINCE") && changedSince.isEmpty()) {
                in.space();
                changedSince = OptionalLong.of(in.number());
            } else if (name.equals("PARTIAL") && partial.isEmpty()) {
                in.space();
                partial = Optional.of(in.partialRange());
            } else if (name.equals("VANISHED") && !vanished) {
                vanished = true;
            } else {
                throw SyntaxException.bad("Unknown or repeated modifier " + name);
            }
        } while (in.skip(' '));
        in.expect(')');
        if (vanished && (changedSince.isEmpty() || numbering != Numbering.UID)) {
            throw SyntaxException.bad("VANISHED belongs to UID FETCH with CHANGEDSINCE");       // RFC 7162 section 3.2.6
        }
        if (partial.isPresent() && numbering != Numbering.UID) {
            throw SyntaxException.bad("PARTIAL belongs to UID FETCH");                           // RFC 9394 section 3.4
        }
        return new FetchModifiers(changedSince, vanished, partial);
    }
}
