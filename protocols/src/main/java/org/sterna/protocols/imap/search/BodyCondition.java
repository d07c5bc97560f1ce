package org.sterna.protocols.imap.search;

import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;

/**
 * A text in the body.
 *
 * @param id its place among the texts to look for in contents
 */
record BodyCondition(int id) implements Condition {
    @Override
    public Need need() {
        return Need.CONTENT;
    }

    @Override
    public Answer test(MessageFacts facts, ContentTexts texts) {
        return texts.answer(id);
    }
}
