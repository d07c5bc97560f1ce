package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A place in a command's octets, and the basic rules of the grammar in RFC 9051 section 9. Strings are octet strings. */
final class ImapCursor {
    private static final int MAX_TAG = 64;
    /** Of one list. */
    private static final int MAX_FLAGS = 1000;

    private final byte[] octets;
    private final Enabled enabled;
    private int at;

    ImapCursor(byte[] octets) {
        this(octets, Enabled.NOTHING);
    }

    /** @param enabled decides in which encoding names of mailboxes are */
    ImapCursor(byte[] octets, Enabled enabled) {
        this.octets = octets;
        this.enabled = enabled;
    }

    Enabled enabled() {
        return enabled;
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

    /** Octets that are read. */
    int octetsRead() {
        return at;
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
        String text = literalOctets();
        if (text.indexOf('\0') >= 0) {
            throw SyntaxException.bad("NUL in literal");
        }
        return text;
    }

    /** The value of an annotation: a string, a literal8 or NIL (RFC 5464 section 5). */
    Optional<String> nstring8() throws SyntaxException {
        return skip('~') ? Optional.of(literalOctets()) : nstring();
    }

    private String literalOctets() throws SyntaxException {
        long size = announced().size();
        expect('\r');
        expect('\n');
        if (size > octets.length - at) {
            throw SyntaxException.bad("Literal without end");
        }
        int from = at;
        at += (int) size;
        return text(from);
    }

    /** The announcement of a literal that is not here: the last thing before the end. */
    AppendPart.Octets streamed() throws SyntaxException {
        AppendPart.Octets announced = announced();
        end();
        return announced;
    }

    private AppendPart.Octets announced() throws SyntaxException {
        expect('{');
        long size = number();
        FramerEvent.Sending sending =
                skip('+') ? FramerEvent.Sending.NON_SYNCHRONIZING : FramerEvent.Sending.SYNCHRONIZING;
        expect('}');
        return new AppendPart.Octets(size, sending);
    }

    /** 0 to 2^63-1 (RFC 9051 number64). */
    long number() throws SyntaxException {
        long number = 0;
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            int digit = peek() - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                throw SyntaxException.bad("Number is too large at octet " + from);
            }
            number = number * 10 + digit;
            at++;
        }
        if (from == at) {
            throw SyntaxException.bad("Expected a number at octet " + from);
        }
        return number;
    }

    /** 1 to 4294967295. */
    long nonZero() throws SyntaxException {
        long number = number();
        if (number == 0 || number > SequenceSet.MAX_NUMBER) {
            throw SyntaxException.bad("Number " + number + " is not in 1 to 4294967295");
        }
        return number;
    }

    private long setNumber() throws SyntaxException {
        return skip('*') ? SequenceSet.STAR : nonZero();
    }

    /** Also {@code $} (RFC 5182). */
    SequenceSet sequenceSet() throws SyntaxException {
        if (skip('$')) {
            return SequenceSet.SAVED;
        }
        SequenceSet.Builder set = new SequenceSet.Builder();
        do {
            long from = setNumber();
            set.add(from, skip(':') ? setNumber() : from);
        } while (skip(','));
        return set.build();
    }

    /** A sequence set of numbers alone, without {@code *} and {@code $} (RFC 7162 section 7, known-uids). */
    SequenceSet plainSet() throws SyntaxException {
        SequenceSet set = sequenceSet();
        if (set.isSaved() || set.hasStar()) {
            throw SyntaxException.bad("Only numbers are allowed before octet " + at);
        }
        return set;
    }

    MailboxName mailbox() throws SyntaxException {
        return mailboxNamed(astring());
    }

    MailboxName mailboxNamed(String octetString) throws SyntaxException {
        Optional<String> text = mailboxText(octetString);
        if (text.isEmpty()) {
            throw new SyntaxException(StatusResponse.no("The mailbox name is not in "
                    + (enabled.utf8() ? "UTF-8" : "modified UTF-7")).withCode("CANNOT"));
        }
        Optional<String> fault = MailboxName.fault(text.get());
        if (fault.isPresent()) {
            throw new SyntaxException(StatusResponse.no(fault.get()).withCode("CANNOT"));
        }
        return new MailboxName(text.get());
    }

    /** What a name, or a pattern of names, means as Unicode text; empty if it is wrongly encoded. */
    Optional<String> mailboxText(String octetString) {
        return enabled.utf8() ? Utf8Text.decode(octetString) : ModifiedUtf7.decode(octetString);
    }

    Flag flag() throws SyntaxException {
        String name = skip('\\') ? "\\" + atom() : atom();
        return Flag.of(name).filter(flag -> !flag.equals(Flag.RECENT))
                .orElseThrow(() -> SyntaxException.bad("Unknown flag " + name));
    }

    /** {@code 1:500} or {@code -1:-100} (RFC 9394 section 4). */
    PartialRange partialRange() throws SyntaxException {
        long first = position();
        expect(':');
        long last = position();
        if (first > 0 != last > 0) {
            throw SyntaxException.bad("Both ends of a partial range count from the same side");
        }
        return new PartialRange(first, last);
    }

    private long position() throws SyntaxException {
        return skip('-') ? -nonZero() : nonZero();
    }

    /** The sources of ESEARCH (RFC 7377 section 4), in their parentheses. */
    List<MailboxFilter> mailboxFilters() throws SyntaxException {
        return new MailboxFilterParser(this).sources();
    }

    /** Flags in parentheses, perhaps none. */
    Set<Flag> flagList() throws SyntaxException {
        expect('(');
        if (skip(')')) {
            return Set.of();
        }
        Set<Flag> flags = flags();
        expect(')');
        return flags;
    }

    /** One flag or several. */
    Set<Flag> flags() throws SyntaxException {
        Set<Flag> flags = new LinkedHashSet<>();
        do {
            if (flags.size() == MAX_FLAGS) {
                throw SyntaxException.bad("At most " + MAX_FLAGS + " flags are allowed");
            }
            flags.add(flag());
        } while (skip(' '));
        return flags;
    }

    private String text(int from) {
        return new String(octets, from, at - from, StandardCharsets.ISO_8859_1);
    }
}
