package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the items of FETCH (RFC 9051 section 9, fetch-att). */
final class FetchItemParser {
    private static final int MAX_PATH = 100;
    /** More different things than this no client asks for; each costs work for each message. */
    private static final int MAX_ITEMS = 200;
    /** Octets of all items together: every response repeats the names of header fields in them. */
    private static final int MAX_OCTETS = 64 * 1024;

    private final ImapCursor in;
    private final int from;

    FetchItemParser(ImapCursor in) {
        this.in = in;
        this.from = in.octetsRead();
    }

    /** One item, a macro, or a list of items. */
    List<FetchItem> items() throws SyntaxException {
        if (!in.skip('(')) {
            List<FetchItem> items = new ArrayList<>();
            String name = in.keyword();
            switch (name) {
                case "ALL" -> add(items, "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE");
                case "FAST" -> add(items, "FLAGS", "INTERNALDATE", "RFC822.SIZE");
                case "FULL" -> add(items, "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY");
                default -> items.add(item(name));
            }
            return items;
        }
        return list();
    }

    /** Items up to a closing parenthesis, behind the opening one. */
    List<FetchItem> list() throws SyntaxException {
        List<FetchItem> items = new ArrayList<>();
        do {
            if (items.size() == MAX_ITEMS) {
                throw SyntaxException.bad("At most " + MAX_ITEMS + " fetch items are allowed");
            }
            items.add(item(in.keyword()));
        } while (in.skip(' '));
        in.expect(')');
        return items;
    }

    private void add(List<FetchItem> items, String... names) throws SyntaxException {
        for (String name : names) {
            items.add(item(name));
        }
    }

    private FetchItem item(String name) throws SyntaxException {
        FetchItem item = named(name);
        if (in.octetsRead() - from > MAX_OCTETS) {
            throw SyntaxException.bad("Fetch items of more than " + MAX_OCTETS + " octets");
        }
        return item;
    }

    private FetchItem named(String name) throws SyntaxException {
        return switch (name) {
            case "FLAGS" -> FetchItem.Attribute.FLAGS;
            case "UID" -> FetchItem.Attribute.UID;
            case "INTERNALDATE" -> FetchItem.Attribute.INTERNALDATE;
            case "RFC822.SIZE" -> FetchItem.Attribute.RFC822_SIZE;
            case "ENVELOPE" -> FetchItem.Attribute.ENVELOPE;
            case "BODYSTRUCTURE" -> FetchItem.Attribute.BODYSTRUCTURE;
            case "PREVIEW" -> preview();
            case "MODSEQ" -> FetchItem.Attribute.MODSEQ;
            case "EMAILID" -> FetchItem.Attribute.EMAILID;
            case "THREADID" -> FetchItem.Attribute.THREADID;
            case "SAVEDATE" -> FetchItem.Attribute.SAVEDATE;
            case "BINARY" -> binary(FetchItem.Spelling.BODY);
            case "BINARY.PEEK" -> binary(FetchItem.Spelling.BODY_PEEK);
            case "BINARY.SIZE" -> new FetchItem.BinarySize(binaryPath());
            case "BODY" -> in.skip('[') ? body(FetchItem.Spelling.BODY) : FetchItem.Attribute.BODY;
            case "BODY.PEEK" -> {
                in.expect('[');
                yield body(FetchItem.Spelling.BODY_PEEK);
            }
            case "RFC822" -> whole(Section.Piece.WHOLE, FetchItem.Spelling.RFC822);
            case "RFC822.HEADER" -> whole(Section.Piece.HEADER, FetchItem.Spelling.RFC822_HEADER);
            case "RFC822.TEXT" -> whole(Section.Piece.TEXT, FetchItem.Spelling.RFC822_TEXT);
            default -> throw SyntaxException.bad("Unknown fetch item " + name);
        };
    }

    private FetchItem preview() {
        in.skipWord(" (LAZY)");                            // ours is always at hand (RFC 8970 section 3.1)
        return FetchItem.Attribute.PREVIEW;
    }

    private static FetchItem whole(Section.Piece piece, FetchItem.Spelling spelling) {
        return new FetchItem.Body(new Section(List.of(), piece), Optional.empty(), spelling);
    }

    private FetchItem body(FetchItem.Spelling spelling) throws SyntaxException {
        Section section = section();
        in.expect(']');
        return new FetchItem.Body(section, partial(), spelling);
    }

    private Optional<FetchItem.Partial> partial() throws SyntaxException {
        if (!in.skip('<')) {
            return Optional.empty();
        }
        long offset = in.number();
        in.expect('.');
        long count = in.number();
        in.expect('>');
        if (count == 0) {
            throw SyntaxException.bad("A partial fetch asks for one octet or more");
        }
        return Optional.of(new FetchItem.Partial(offset, count));
    }

    private FetchItem binary(FetchItem.Spelling spelling) throws SyntaxException {
        return new FetchItem.Binary(binaryPath(), partial(), spelling);
    }

    private List<Integer> binaryPath() throws SyntaxException {
        in.expect('[');
        List<Integer> path = new ArrayList<>();
        if (!in.skip(']')) {
            do {
                path.add(partNumber(path));
            } while (in.skip('.'));
            in.expect(']');
        }
        return path;
    }

    private int partNumber(List<Integer> path) throws SyntaxException {
        long number = in.number();
        if (number == 0 || number > Integer.MAX_VALUE || path.size() == MAX_PATH) {
            throw SyntaxException.bad("Wrong part number");
        }
        return (int) number;
    }

    private Section section() throws SyntaxException {
        List<Integer> path = new ArrayList<>();
        while (in.peek() >= '0' && in.peek() <= '9') {
            path.add(partNumber(path));
            if (!in.skip('.')) {
                return new Section(path, Section.Piece.WHOLE);
            }
        }
        if (path.isEmpty() && in.peek() == ']') {
            return new Section(path, Section.Piece.WHOLE);
        }
        return new Section(path, text(in.keyword(), path));
    }

    private Section.Text text(String name, List<Integer> path) throws SyntaxException {
        switch (name) {
            case "HEADER":
                return Section.Piece.HEADER;
            case "TEXT":
                return Section.Piece.TEXT;
            case "MIME":
                if (!path.isEmpty()) {
                    return Section.Piece.MIME;
                }
                throw SyntaxException.bad("MIME needs a part number");
            case "HEADER.FIELDS":
                return new Section.Fields(Section.Choice.ONLY, names());
            case "HEADER.FIELDS.NOT":
                return new Section.Fields(Section.Choice.ALL_BUT, names());
            default:
                throw SyntaxException.bad("Unknown section " + name);
        }
    }

    private List<String> names() throws SyntaxException {
        List<String> names = new ArrayList<>();
        in.space();
        in.expect('(');
        do {
            names.add(in.astring());
        } while (in.skip(' '));
        in.expect(')');
        return names;
    }
}
