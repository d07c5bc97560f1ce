package org.sterna.protocols.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the arguments of SEARCH (RFC 3501 section 6.4.4). */
final class SearchParser {
    /** Deeper nesting is refused: no person writes it, and the stack has an end. */
    private static final int MAX_DEPTH = 100;
    private static final int MAX_KEYS = 10_000;

    private final ImapCursor in;
    private Charset charset = StandardCharsets.UTF_8;      // US-ASCII is part of it
    private int keys;

    SearchParser(ImapCursor in) {
        this.in = in;
    }

    SearchKey program() throws SyntaxException {
        if (in.skipWord("CHARSET ")) {
            charset = charset(in.astring());
            in.space();
        }
        return keys(0);
    }

    private static Charset charset(String name) throws SyntaxException {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8", "US-ASCII" -> StandardCharsets.UTF_8;
            default -> throw new SyntaxException(
                    StatusResponse.no("Charset not supported").withCode("BADCHARSET (US-ASCII UTF-8)"));
        };
    }

    private SearchKey keys(int depth) throws SyntaxException {
        List<SearchKey> all = new ArrayList<>();
        do {
            all.add(key(depth));
        } while (in.skip(' '));
        return all.size() == 1 ? all.get(0) : new SearchKey.And(all);
    }

    private SearchKey key(int depth) throws SyntaxException {
        if (depth > MAX_DEPTH || ++keys > MAX_KEYS) {
            throw SyntaxException.bad("Search is too complex");
        }
        if (in.skip('(')) {
            SearchKey inner = keys(depth + 1);
            in.expect(')');
            return inner;
        }
        if (in.peek() == '*' || Character.isDigit(in.peek())) {
            return new SearchKey.Numbers(Numbering.SEQUENCE, in.sequenceSet());
        }
        String name = in.keyword();
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED" -> new SearchKey.HasFlag(Flag.ANSWERED);
            case "DELETED" -> new SearchKey.HasFlag(Flag.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(Flag.DRAFT);
            case "FLAGGED" -> new SearchKey.HasFlag(Flag.FLAGGED);
            case "SEEN" -> new SearchKey.HasFlag(Flag.SEEN);
            case "RECENT" -> new SearchKey.HasFlag(Flag.RECENT);
            case "UNANSWERED" -> new SearchKey.LacksFlag(Flag.ANSWERED);
            case "UNDELETED" -> new SearchKey.LacksFlag(Flag.DELETED);
            case "UNDRAFT" -> new SearchKey.LacksFlag(Flag.DRAFT);
            case "UNFLAGGED" -> new SearchKey.LacksFlag(Flag.FLAGGED);
            case "UNSEEN" -> new SearchKey.LacksFlag(Flag.SEEN);
            case "OLD" -> new SearchKey.LacksFlag(Flag.RECENT);
            case "NEW" -> new SearchKey.And(
                    List.of(new SearchKey.HasFlag(Flag.RECENT), new SearchKey.LacksFlag(Flag.SEEN)));
            default -> withArgument(name, depth);
        };
    }

    private SearchKey withArgument(String name, int depth) throws SyntaxException {
        in.space();
        return switch (name) {
            case "KEYWORD" -> new SearchKey.HasFlag(keyword());
            case "UNKEYWORD" -> new SearchKey.LacksFlag(keyword());
            case "BEFORE" -> new SearchKey.Received(SearchKey.When.BEFORE, date());
            case "ON" -> new SearchKey.Received(SearchKey.When.ON, date());
            case "SINCE" -> new SearchKey.Received(SearchKey.When.SINCE, date());
            case "SENTBEFORE" -> new SearchKey.Sent(SearchKey.When.BEFORE, date());
            case "SENTON" -> new SearchKey.Sent(SearchKey.When.ON, date());
            case "SENTSINCE" -> new SearchKey.Sent(SearchKey.When.SINCE, date());
            case "LARGER" -> new SearchKey.Larger(in.number());
            case "SMALLER" -> new SearchKey.Smaller(in.number());
            case "UID" -> new SearchKey.Numbers(Numbering.UID, in.sequenceSet());
            case "FROM", "TO", "CC", "BCC", "SUBJECT" -> new SearchKey.Header(name, text());
            case "HEADER" -> header();
            case "BODY" -> new SearchKey.Body(text());
            case "TEXT" -> new SearchKey.Text(text());
            case "NOT" -> new SearchKey.Not(key(depth + 1));
            case "OR" -> or(depth);
            default -> throw SyntaxException.bad("Unknown search key " + name);
        };
    }

    private SearchKey header() throws SyntaxException {
        String name = in.astring();
        in.space();
        return new SearchKey.Header(name, text());
    }

    private SearchKey or(int depth) throws SyntaxException {
        SearchKey first = key(depth + 1);
        in.space();
        return new SearchKey.Or(first, key(depth + 1));
    }

    private Flag keyword() throws SyntaxException {
        String name = in.atom();
        return Flag.of(name).orElseThrow(() -> SyntaxException.bad("Not a keyword: " + name));
    }

    private LocalDate date() throws SyntaxException {
        String text = in.astring();
        return ImapDates.date(text).orElseThrow(() -> SyntaxException.bad("Wrong date"));
    }

    private String text() throws SyntaxException {
        byte[] octets = in.astring().getBytes(StandardCharsets.ISO_8859_1);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw SyntaxException.bad("Search text is not in " + charset.name());
        }
    }
}
