package org.sterna.platform.drill.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** What responses are made of (RFC 9051 section 4): read here by rules of its own, so that the server's printer is not judged by its own parser. */
public sealed interface ImapValue {

    /** An atom, a number, a flag, {@code NIL}, or an item such as {@code BODY[HEADER.FIELDS (TO)]<0>}. */
    record Word(String text) implements ImapValue { }

    /** A quoted string without its quotes, or a literal. */
    record Text(byte[] octets) implements ImapValue {
        @Override
        public String toString() {
            return '"' + new String(octets, ISO_8859_1) + '"';
        }
    }

    /** A list in parentheses. */
    record Group(List<ImapValue> values) implements ImapValue { }

    /** Octets as characters, of a word or a string. */
    default String text() {
        if (this instanceof Word word) {
            return word.text();
        }
        if (this instanceof Text text) {
            return new String(text.octets(), ISO_8859_1);
        }
        throw new ProtocolError("a list where a string was due: " + this);
    }

    default long number() {
        if (this instanceof Word word && word.text().matches("[0-9]{1,19}")) {
            return Long.parseLong(word.text());
        }
        throw new ProtocolError("no number: " + this);
    }

    default List<ImapValue> list() {
        if (this instanceof Group group) {
            return group.values();
        }
        throw new ProtocolError("no list: " + this);
    }

    default boolean isNil() {
        return this instanceof Word word && word.text().equalsIgnoreCase("NIL");
    }
}
