package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads LIST, also the extended one (RFC 5258 section 6), and LSUB. */
final class ListParser {
    /** Each pattern is compared with each name. */
    private static final int MAX_PATTERNS = 100;

    private final ImapCursor in;

    ListParser(ImapCursor in) {
        this.in = in;
    }

    ImapCommand list() throws SyntaxException {
        boolean extended = in.peek() == '(';
        Set<ListOptions.Selection> selection = Set.of();
        if (extended) {
            selection = selection();
            in.space();
        }
        String reference = in.astring();
        in.space();
        boolean several = in.peek() == '(';
        List<String> patterns = several ? patterns() : List.of(in.listMailbox());
        Set<ListOptions.Return> returns = EnumSet.noneOf(ListOptions.Return.class);
        Set<StatusItem> status = EnumSet.noneOf(StatusItem.class);
        boolean asked = in.skip(' ');
        if (asked) {
            returns(returns, status);
        }
        if (!extended && !several && !asked && patterns.get(0).isEmpty()) {
            return new ImapCommand.ListDelimiter();
        }
        return new ImapCommand.ListMailboxes(patterns.stream().map(each -> ListPattern.of(in, reference, each)).toList(),
                new ListOptions(extended || several || asked, selection, returns, status));
    }

    ImapCommand lsub() throws SyntaxException {
        String reference = in.astring();
        in.space();
        return new ImapCommand.Lsub(ListPattern.of(in, reference, in.listMailbox()));
    }

    private Set<ListOptions.Selection> selection() throws SyntaxException {
        Set<ListOptions.Selection> selection = EnumSet.noneOf(ListOptions.Selection.class);
        in.expect('(');
        if (!in.skip(')')) {
            do {
                String name = in.keyword();
                selection.add(switch (name) {
                    case "SUBSCRIBED" -> ListOptions.Selection.SUBSCRIBED;
                    case "REMOTE" -> ListOptions.Selection.REMOTE;
                    case "RECURSIVEMATCH" -> ListOptions.Selection.RECURSIVEMATCH;
                    case "SPECIAL-USE" -> ListOptions.Selection.SPECIAL_USE;
                    default -> throw SyntaxException.bad("Unknown selection option " + name);
                });
            } while (in.skip(' '));
            in.expect(')');
        }
        if (selection.contains(ListOptions.Selection.RECURSIVEMATCH)
                && !selection.contains(ListOptions.Selection.SUBSCRIBED)) {
            throw SyntaxException.bad("RECURSIVEMATCH needs SUBSCRIBED beside it");      // RFC 5258 section 3.1
        }
        return selection;
    }

    private List<String> patterns() throws SyntaxException {
        List<String> patterns = new ArrayList<>();
        in.expect('(');
        do {
            if (patterns.size() == MAX_PATTERNS) {
                throw SyntaxException.bad("LIST takes at most " + MAX_PATTERNS + " patterns");
            }
            patterns.add(in.listMailbox());
        } while (in.skip(' '));
        in.expect(')');
        return patterns;
    }

    private void returns(Set<ListOptions.Return> returns, Set<StatusItem> status) throws SyntaxException {
        if (!in.skipWord("RETURN (")) {
            throw SyntaxException.bad("Expected RETURN and its options");
        }
        if (in.skip(')')) {
            return;
        }
        do {
            String name = in.keyword();
            switch (name) {
                case "SUBSCRIBED" -> returns.add(ListOptions.Return.SUBSCRIBED);
                case "CHILDREN" -> returns.add(ListOptions.Return.CHILDREN);
                case "SPECIAL-USE" -> returns.add(ListOptions.Return.SPECIAL_USE);
                case "STATUS" -> {                         // RFC 5819 section 2
                    in.space();
                    status.addAll(MailboxParser.statusItems(in));
                }
                default -> throw SyntaxException.bad("Unknown return option " + name);
            }
        } while (in.skip(' '));
        in.expect(')');
    }
}
