package org.sterna.protocols.imap.search;

import java.util.function.Function;
import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;

/** EMAILID or THREADID, which count case (RFC 8474 section 7). */
record NameCondition(Function<ObjectNames, String> kind, String wanted) implements Condition {
    @Override
    public Need need() {
        return Need.SUMMARY;
    }

    @Override
    public Answer test(MessageFacts facts, ContentTexts texts) {
        return facts.names().map(names -> Answer.of(kind.apply(names).equals(wanted))).orElse(Answer.NEEDS_SUMMARY);
    }
}
