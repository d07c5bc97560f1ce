package org.sterna.protocols.imap.search;

import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;
import org.sterna.protocols.message.Casemap;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.SelectedFields;

/**
 * A text in the fields of one name.
 *
 * @param text       folded; empty: the field has to be there
 * @param isSelected summaries tell this field, unless they are reduced
 * @param id         its place among the texts to look for in contents
 */
record HeaderCondition(String name, String text, boolean isSelected, int id) implements Condition {
    @Override
    public Need need() {
        return isSelected ? Need.SUMMARY : Need.CONTENT;
    }

    @Override
    public Answer test(MessageFacts facts, ContentTexts texts) {
        Answer read = texts.answer(id);
        if (!read.isOpen()) {
            return read;
        }
        if (facts.header().isPresent()) {
            return Answer.of(matches(facts.header().get()));
        }
        if (!isSelected) {
            return read;
        }
        if (facts.selected().isEmpty()) {
            return Answer.NEEDS_SUMMARY;
        }
        return facts.selected().get() instanceof SelectedFields.Complete complete
                ? Answer.of(matches(complete.fields())) : Answer.NEEDS_CONTENT;
    }

    private boolean matches(HeaderFields fields) {
        for (HeaderField field : fields) {
            if (field.isNamed(name) && (text.isEmpty() || Casemap.fold(field.decoded()).contains(text))) {
                return true;
            }
        }
        return false;
    }
}
