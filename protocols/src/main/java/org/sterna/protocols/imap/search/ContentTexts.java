package org.sterna.protocols.imap.search;

import java.util.Arrays;
import java.util.List;
import org.sterna.protocols.imap.search.SearchProgram.Answer;
import org.sterna.protocols.message.Casemap;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.SelectedFields;

/** The texts that a search looks for in the content of one message, and which of them were found. */
final class ContentTexts {
    /** Where a text may stand. */
    enum Place {
        /** In a field of the message's own header section. */
        FIELD,
        /** In the body: in the parts that are text. */
        BODY,
        /** In any header section or in the body. */
        ANYWHERE
    }

    /**
     * @param name of the field in lower case; empty for other places
     * @param text folded; empty only for a field, which then has to be there
     */
    record Wanted(Place place, String name, String text) {
    }

    /** TOLD: the summary answers for it, the content is not asked. */
    private enum State { OPEN, TOLD, FOUND, ABSENT }

    /** Nothing was read. */
    static final ContentTexts UNREAD = new ContentTexts(List.of());

    private final List<Wanted> wanted;
    private final State[] states;
    private int found;

    ContentTexts(List<Wanted> wanted) {
        this.wanted = wanted;
        this.states = new State[wanted.size()];
        Arrays.fill(states, State.OPEN);
    }

    /** Leaves aside the fields that a complete summary tells. */
    void leaveSelected() {
        for (int id = 0; id < states.length; id++) {
            if (wanted.get(id).place() == Place.FIELD && SelectedFields.NAMES.contains(wanted.get(id).name())) {
                states[id] = State.TOLD;
            }
        }
    }

    Answer answer(int id) {
        State state = states.length == 0 ? State.OPEN : states[id];
        return state == State.FOUND ? Answer.YES : state == State.ABSENT ? Answer.NO : Answer.NEEDS_CONTENT;
    }

    /** True while a content is read: what the summary tells is already known. */
    boolean hasBegun() {
        return states.length > 0;
    }

    /** How many texts were found; when it has changed, the search may be decided. */
    int found() {
        return found;
    }

    boolean isOpen(Place place) {
        for (int id = 0; id < states.length; id++) {
            if (states[id] == State.OPEN && wanted.get(id).place() == place) {
                return true;
            }
        }
        return false;
    }

    /** The longest text that may stand in a body, in characters. */
    int longestInBody() {
        return wanted.stream().filter(text -> text.place() != Place.FIELD).mapToInt(text -> text.text().length()).max().orElse(0);
    }

    /** A field of the message's own header section. */
    void ownField(HeaderField field) {
        for (int id = 0; id < states.length; id++) {
            Wanted text = wanted.get(id);
            if (states[id] == State.OPEN && text.place() == Place.FIELD && field.isNamed(text.name())
                    && (text.text().isEmpty() || Casemap.fold(field.decoded()).contains(text.text()))) {
                find(id);
            }
        }
        anyField(field);
    }

    /** A field of any header section. */
    void anyField(HeaderField field) {
        if (!isOpen(Place.ANYWHERE)) {
            return;
        }
        String line = line(field);
        for (int id = 0; id < states.length; id++) {
            if (states[id] == State.OPEN && wanted.get(id).place() == Place.ANYWHERE && line.contains(wanted.get(id).text())) {
                find(id);
            }
        }
    }

    /** The field as people see it, folded. */
    static String line(HeaderField field) {
        return Casemap.fold(field.name() + ": " + field.decoded());
    }

    /** A piece of a body, folded. */
    void body(String piece) {
        for (int id = 0; id < states.length; id++) {
            if (states[id] == State.OPEN && wanted.get(id).place() != Place.FIELD && piece.contains(wanted.get(id).text())) {
                find(id);
            }
        }
    }

    private void find(int id) {
        states[id] = State.FOUND;
        found++;
    }

    /** What was not found yet in this place is not there. */
    void close(Place place) {
        for (int id = 0; id < states.length; id++) {
            if (states[id] == State.OPEN && wanted.get(id).place() == place) {
                states[id] = State.ABSENT;
            }
        }
    }
}
