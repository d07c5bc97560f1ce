package org.sterna.protocols.imap.search;

import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.SelectedFields;

/**
 * A text in header or body. If the summary shows it, the content is not read.
 *
 * @param text folded, not empty
 * @param id   its place among the texts to look for in contents
 */
record TextCondition(String text, int id) implements Condition {
    @Override
    public Need need() {
        return Need.CONTENT;
    }

    @Override
    public Answer test(MessageFacts facts, ContentTexts texts) {
        Answer read = texts.answer(id);
        if (!read.isOpen() || texts.hasBegun()) {
            return read;
        }
        if (facts.selected().isEmpty()) {
            return Answer.NEEDS_SUMMARY;
        }
        if (facts.selected().get() instanceof SelectedFields.Complete complete) {
            for (HeaderField field : complete.fields()) {
                if (ContentTexts.line(field).contains(text)) {
                    return Answer.YES;
                }
            }
        }
        return Answer.NEEDS_CONTENT;
    }
}
