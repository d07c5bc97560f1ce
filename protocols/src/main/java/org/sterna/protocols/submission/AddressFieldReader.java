package org.sterna.protocols.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the body of an address field, or gives up: RFC 5322 section 3.4 with the obsolete forms of section 4.4 (white space around dots,
 * routes, empty list elements). Whoever rewrites a field must be sure of it, so what only might be an address is not one: a lone quoted string or a
 * lone encoded word may well be a name whose address is missing.
 */
final class AddressFieldReader {
    /** The field cannot be read with certainty. */
    private static final class Uncertain extends Exception {
        private static final long serialVersionUID = 1L;

        Uncertain() {
            super("not an address list", null, false, false);
        }
    }

    private enum Kind { ATOM, QUOTED, DOT }

    /** @param text an atom, the inside of a quoted string with its backslashes undone, or a dot */
    private record Word(Kind kind, String text, int end) {}

    private final String body;
    private final List<AddressSpec> specs = new ArrayList<>();
    private int at;
    private boolean inGroup;

    private AddressFieldReader(String body) {
        this.body = body;
    }

    /**
     * @param body octet string behind the colon, still folded
     * @return the addresses in their order, possibly none; empty when the body is not surely an address list
     */
    static Optional<List<AddressSpec>> read(String body) {
        AddressFieldReader reader = new AddressFieldReader(body);
        try {
            reader.list();
            return Optional.of(List.copyOf(reader.specs));
        } catch (Uncertain uncertain) {
            return Optional.empty();
        }
    }

    private void list() throws Uncertain {
        while (true) {
            skipComments();
            char next = peek();
            if (next == 0) {
                require(!inGroup && at == body.length());
                return;
            }
            if (next == ',') {
                at++;                                // RFC 5322 section 4.4: empty elements
            } else if (next == ';' && inGroup) {
                at++;
                inGroup = false;
                endElement();
            } else {
                element();
            }
        }
    }

    private void element() throws Uncertain {
        List<Word> words = words();
        char next = peek();
        if (next == '<') {
            at++;
            angle();
            endElement();
        } else if (next == '@') {
            at++;
            specs.add(spec(words, Optional.of(domain())));
            endElement();
        } else if (next == ':' && !inGroup && !words.isEmpty()) {
            at++;
            inGroup = true;
        } else {
            require(words.stream().allMatch(word -> word.kind() != Kind.QUOTED && !isEncodedWord(word.text())));
            specs.add(spec(words, Optional.empty()));
            endElement();
        }
    }

    /** RFC 5322 section 3.4 angle-addr, the mark consumed. */
    private void angle() throws Uncertain {
        skipComments();
        if (peek() == '@') {
            route();
        }
        List<Word> words = words();
        Optional<String> domain = Optional.empty();
        if (peek() == '@') {
            at++;
            domain = Optional.of(domain());
        }
        require(peek() == '>');
        at++;
        specs.add(spec(words, domain));
    }

    /** RFC 5322 section 4.4 obs-route. */
    private void route() throws Uncertain {
        while (peek() != ':') {
            if (peek() == ',') {
                at++;
            } else {
                require(peek() == '@');
                at++;
                domain();
            }
            skipComments();
        }
        at++;
        skipComments();
    }

    /** What may follow a mailbox or a group. */
    private void endElement() throws Uncertain {
        skipComments();
        char next = peek();
        require(next == 0 && at == body.length() || next == ',' || next == ';' && inGroup);
    }

    private static AddressSpec spec(List<Word> words, Optional<String> domain) throws Uncertain {
        require(words.size() % 2 == 1);
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            require((word.kind() == Kind.DOT) == (i % 2 == 1));
            quoted |= word.kind() == Kind.QUOTED;
            plain.append(word.text());
        }
        String text = plain.toString();
        String wire = quoted ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
        return new AddressSpec(wire, words.get(words.size() - 1).end(), domain);
    }

    private String domain() throws Uncertain {
        skipComments();
        if (peek() == '[') {
            int close = body.indexOf(']', at);
            require(close > 0);
            String literal = body.substring(at, close + 1);
            at = close + 1;
            skipComments();
            return literal;
        }
        StringBuilder domain = new StringBuilder();
        boolean dot = true;
        for (Word word : words()) {
            require(word.kind() != Kind.QUOTED && (word.kind() == Kind.DOT) != dot);
            dot = word.kind() == Kind.DOT;
            domain.append(word.text());
        }
        require(!dot);
        return domain.toString();
    }

    /** Atoms, quoted strings and dots up to something else; comments behind each are passed over. */
    private List<Word> words() throws Uncertain {
        List<Word> words = new ArrayList<>();
        while (true) {
            char next = peek();
            if (next == '"') {
                words.add(quoted());
            } else if (next == '.') {
                at++;
                words.add(new Word(Kind.DOT, ".", at));
            } else if (isAtext(next)) {
                int from = at;
                while (isAtext(peek())) {
                    at++;
                }
                words.add(new Word(Kind.ATOM, body.substring(from, at), at));
            } else {
                return words;
            }
            skipComments();
        }
    }

    private Word quoted() throws Uncertain {
        StringBuilder text = new StringBuilder();
        at++;
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
            }
            char c = next();
            if (c != '\r' && c != '\n') {            // RFC 5322 section 3.2.4: folding inside is not part of the text
                text.append(c);
            }
        }
        at++;
        return new Word(Kind.QUOTED, text.toString(), at);
    }

    /** RFC 5322 section 3.2.2 CFWS. */
    private void skipComments() throws Uncertain {
        int depth = 0;
        while (depth > 0 || isSpace(peek()) || peek() == '(') {
            char c = next();
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '\\') {
                next();
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** RFC 5322 section 3.2.3, and RFC 6532 section 3.2: octets of UTF-8. */
    private static boolean isAtext(char c) {
        return c > ' ' && c != 127 && "()<>[]:;@\\,.\"".indexOf(c) < 0;
    }

    private static boolean isEncodedWord(String atom) {
        return atom.startsWith("=?") && atom.endsWith("?=");
    }

    /** NUL at the end; a field that holds one elsewhere cannot be read. */
    private char peek() {
        return at < body.length() ? body.charAt(at) : 0;
    }

    private char next() throws Uncertain {
        require(at < body.length());
        return body.charAt(at++);
    }

    private static void require(boolean condition) throws Uncertain {
        if (!condition) {
            throw new Uncertain();
        }
    }
}
