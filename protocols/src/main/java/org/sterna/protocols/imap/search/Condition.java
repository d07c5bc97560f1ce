package org.sterna.protocols.imap.search;

import java.util.List;
import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.imap.search.SearchProgram.Need;

/** A search key made ready to be asked about many messages. */
interface Condition {
    /** The most that any message can need. */
    Need need();

    /** What the facts tell, and the texts found in the content as far as it was read. */
    Answer test(MessageFacts facts, ContentTexts texts);

    /** @param conditions cheap ones first */
    record All(List<Condition> conditions, Need need) implements Condition {
        @Override
        public Answer test(MessageFacts facts, ContentTexts texts) {
            Answer result = Answer.YES;
            for (int i = 0; i < conditions.size(); i++) {       // no iterator: this runs for each message of a mailbox
                Answer answer = conditions.get(i).test(facts, texts);
                if (answer == Answer.NO) {
                    return Answer.NO;
                }
                result = lesser(result, answer);
            }
            return result;
        }
    }

    /** @param conditions cheap ones first */
    record Any(List<Condition> conditions, Need need) implements Condition {
        @Override
        public Answer test(MessageFacts facts, ContentTexts texts) {
            Answer result = Answer.NO;
            for (int i = 0; i < conditions.size(); i++) {
                Answer answer = conditions.get(i).test(facts, texts);
                if (answer == Answer.YES) {
                    return Answer.YES;
                }
                result = lesser(result, answer);
            }
            return result;
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public Need need() {
            return condition.need();
        }

        @Override
        public Answer test(MessageFacts facts, ContentTexts texts) {
            Answer inner = condition.test(facts, texts);
            return inner == Answer.YES ? Answer.NO : inner == Answer.NO ? Answer.YES : inner;
        }
    }

    /** Of two open answers the lesser need: what it brings may settle the whole. */
    private static Answer lesser(Answer first, Answer second) {
        if (!second.isOpen()) {
            return first;
        }
        return first.isOpen() && first.compareTo(second) < 0 ? first : second;
    }

    /** What the index alone decides. */
    interface Indexed extends Condition {
        boolean matches(MessageFacts facts);

        @Override
        default Need need() {
            return Need.INDEX;
        }

        @Override
        default Answer test(MessageFacts facts, ContentTexts texts) {
            return Answer.of(matches(facts));
        }
    }
}
