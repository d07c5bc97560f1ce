package org.sterna.protocols.imap;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.imap.search.ReturnOptions;
import org.sterna.protocols.imap.search.ReturnOptions.Item;

/** Reads {@code (MIN COUNT)} behind RETURN (RFC 4466 section 2.6.1, search-return-opts). */
final class ReturnOptionsParser {
    private static final Set<Item> ANSWERS = EnumSet.of(Item.MIN, Item.MAX, Item.ALL, Item.COUNT, Item.SAVE);

    private enum Updates { JUST_ASKED, DESCRIBED }

    private final ImapCursor in;
    private final Set<Item> items = EnumSet.noneOf(Item.class);
    private Optional<PartialRange> partial = Optional.empty();
    private List<FetchItem> updateItems = List.of();
    private Updates updates = Updates.DESCRIBED;

    ReturnOptionsParser(ImapCursor in) {
        this.in = in;
    }

    ReturnOptions options() throws SyntaxException {
        in.expect('(');
        if (!in.skip(')')) {
            do {
                if (in.peek() == '(' && updates == Updates.JUST_ASKED) {
                    updateItems();
                } else {
                    option(in.keyword());
                }
            } while (in.skip(' '));
            in.expect(')');
        }
        if (partial.isPresent() && items.contains(Item.ALL)) {
            throw SyntaxException.bad("Either ALL or PARTIAL");                             // RFC 5267 section 4.4
        }
        if (partial.isEmpty() && items.stream().noneMatch(ANSWERS::contains)) {
            items.add(Item.ALL);                                                            // RFC 4731 section 3.1
        }
        return new ReturnOptions(items, partial, updateItems);
    }

    private void option(String name) throws SyntaxException {
        updates = Updates.DESCRIBED;
        switch (name) {
            case "MIN", "MAX", "ALL", "COUNT", "SAVE", "CONTEXT" -> items.add(Item.valueOf(name));
            case "UPDATE" -> update();
            case "PARTIAL" -> partial();
            default -> throw SyntaxException.bad("Unknown return option " + name);
        }
    }

    /** What to fetch of messages added may follow (RFC 5465 section 8, modifier-update), with or without a space. */
    private void update() throws SyntaxException {
        items.add(Item.UPDATE);
        updates = Updates.JUST_ASKED;
        if (in.peek() == '(') {
            updateItems();
        }
    }

    private void updateItems() throws SyntaxException {
        updateItems = new FetchItemParser(in).items();
        updates = Updates.DESCRIBED;
    }

    private void partial() throws SyntaxException {
        if (partial.isPresent()) {
            throw SyntaxException.bad("PARTIAL given twice");                               // RFC 5267 section 4.4
        }
        in.space();
        partial = Optional.of(in.partialRange());
    }
}
