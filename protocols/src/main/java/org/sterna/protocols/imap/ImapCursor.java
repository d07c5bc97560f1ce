package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A place in a command's octets, and the basic rules of the grammar in RFC 9051 section 9. Strings are octet strings. */
final class ImapCursor {
    private static final int MAX_TAG = 64;

    private final byte[] octets;
    private int at;

    ImapCursor(byte[] octets) {
        this.octets = octets;
    }

    static boolean isAtomChar(int c) {
        return c > 0x20 && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0;
    }

    private static boolean isAstringChar(int c) {
        return isAtomChar(c) || c == ']';
    }

    private static boolean isTagChar(int c) {
        return isAstringChar(c) && c != '+';
    }

    /** The tag at the start of the octets, {@code *} if there is none. */
    static String tagOf(byte[] octets, int length) {
        int end = 0;
        while (end < length && end <= MAX_TAG && isTagChar(octets[end])) {
            end++;
        }
        boolean tag = end > 0 && end <= MAX_TAG && (end == length || octets[end] == ' ');
        return tag ? new String(octets, 0, end, StandardCharsets.ISO_8859_1) : "*";
    }

    String tag() throws SyntaxException {
        String tag = tagOf(octets, octets.length);
        if (tag.equals("*")) {
            throw SyntaxException.bad("No tag");
        }
        at = tag.length();
        return tag;
    }

    boolean atEnd() {
        return at == octets.length;
    }

    /** The next octet, or 0 at the end: NUL is not allowed anywhere. */
    char peek() {
        return atEnd() ? 0 : (char) (octets[at] & 0xff);
    }

    boolean skip(char wanted) {
        if (!atEnd() && peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips the word if it comes next, ignoring case; what follows it does not matter. */
    boolean skipWord(String word) {
        int end = at + word.length();
        if (end > octets.length
                || !new String(octets, at, word.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(word)) {
            return false;
        }
        at = end;
        return true;
    }

    void expect(char wanted) throws SyntaxException {
        if (!skip(wanted)) {
            throw SyntaxException.bad(atEnd() ? "Command ends too early" : "Expected '" + wanted + "' at octet " + at);
        }
    }

    void space() throws SyntaxException {
        expect(' ');
    }

    void end() throws SyntaxException {
        if (!atEnd()) {
            throw SyntaxException.bad("Unexpected text at octet " + at);
        }
    }

    /** A word of letters, digits and the marks that names of commands and items have; in capitals. */
    String keyword() throws SyntaxException {
        int from = at;
        while (!atEnd() && (Character.isLetterOrDigit(peek()) && peek() < 128 || peek() == '.' || peek() == '-')) {
            at++;
        }
        if (from == at) {
            throw SyntaxException.bad("Expected a word at octet " + at);
        }
        return text(from).toUpperCase(Locale.ROOT);
    }

    String atom() throws SyntaxException {
        int from = at;
        while (!atEnd() && isAtomChar(peek())) {
            at++;
        }
        if (from == at) {
            throw SyntaxException.bad("Expected an atom at octet " + at);
        }
        return text(from);
    }

    String astring() throws SyntaxException {
        if (peek() == '"' || peek() == '{') {
            return string();
        }
        int from = at;
        while (!atEnd() && isAstringChar(peek())) {
            at++;
        }
        if (from == at) {
            throw SyntaxException.bad("Expected a string at octet " + at);
        }
        return text(from);
    }

    /** The mailbox argument of LIST, in which the wildcards need no quoting. */
    String listMailbox() throws SyntaxException {
        if (peek() == '"' || peek() == '{') {
            return string();
        }
        int from = at;
        while (!atEnd() && (isAstringChar(peek()) || peek() == '*' || peek() == '%')) {
            at++;
        }
        if (from == at) {
            throw SyntaxException.bad("Expected a mailbox pattern at octet " + at);
        }
        return text(from);
    }

    String string() throws SyntaxException {
        return peek() == '{' ? literal() : quoted();
    }

    /** A string, or empty for NIL. */
    Optional<String> nstring() throws SyntaxException {
        if (peek() == '"' || peek() == '{') {
            return Optional.of(string());
        }
        if (atom().equalsIgnoreCase("NIL")) {
            return Optional.empty();
        }
        throw SyntaxException.bad("Expected a string or NIL before octet " + at);
    }

    private String quoted() throws SyntaxException {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (!skip('"')) {
            char c = peek();
            if (c == 0 || c == '\r' || c == '\n') {
                throw SyntaxException.bad("Quoted string without end");
            }
            at++;
            if (c == '\\') {
                c = peek();
                if (c != '"' && c != '\\') {
                    throw SyntaxException.bad("Wrong escape in quoted string at octet " + at);
                }
                at++;
            }
            text.append(c);
        }
        return text.toString();
    }

    private String literal() throws SyntaxException {
        expect('{');
        long size = number();
        skip('+');
        expect('}');
        expect('\r');
        expect('\n');
        if (size > octets.length - at) {
            throw SyntaxException.bad("Literal without end");
        }
        int from = at;
        at += (int) size;
        String text = text(from);
        if (text.indexOf('\0') >= 0) {
            throw SyntaxException.bad("NUL in literal");
        }
        return text;
    }

    /** The announcement of a literal that is not here: its size. */
    long literalSize() throws SyntaxException {
        expect('{');
        long size = number();
        skip('+');
        expect('}');
        return size;
    }

    /** 0 to 2^63-1 (RFC 9051 number64). */
    long number() throws SyntaxException {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (from == at || at - from > 18) {
            throw SyntaxException.bad("Expected a number at octet " + from);
        }
        return Long.parseLong(text(from));
    }

    private long setNumber() throws SyntaxException {
        if (skip('*')) {
            return SequenceSet.STAR;
        }
        long number = number();
        if (number == 0 || number > SequenceSet.MAX_NUMBER) {
            throw SyntaxException.bad("Number " + number + " is not in 1 to 4294967295");
        }
        return number;
    }

    SequenceSet sequenceSet() throws SyntaxException {
        var items = new java.util.ArrayList<SequenceSet.Item>();
        do {
            long from = setNumber();
            items.add(new SequenceSet.Item(from, skip(':') ? setNumber() : from));
        } while (skip(','));
        return new SequenceSet(items);
    }

    MailboxName mailbox() throws SyntaxException {
        return mailboxNamed(astring());
    }

    static MailboxName mailboxNamed(String name) throws SyntaxException {
        return MailboxName.decode(name).orElseThrow(() ->
                new SyntaxException(StatusResponse.no("Not a mailbox name").withCode("CANNOT")));
    }

    Flag flag() throws SyntaxException {
        String name = skip('\\') ? "\\" + atom() : atom();
        return Flag.of(name).filter(flag -> !flag.equals(Flag.RECENT))
                .orElseThrow(() -> SyntaxException.bad("Unknown flag " + name));
    }

    private String text(int from) {
        return new String(octets, from, at - from, StandardCharsets.ISO_8859_1);
    }
}
