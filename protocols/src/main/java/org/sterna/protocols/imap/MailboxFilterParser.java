package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.List;

/** Reads filter-mailboxes of RFC 5465 section 8 and RFC 7377 section 4; one object those of a whole command, whose names it counts. */
final class MailboxFilterParser {
    private static final int MAX_MAILBOXES = 1000;

    private final ImapCursor in;
    private int named;

    MailboxFilterParser(ImapCursor in) {
        this.in = in;
    }

    /** One filter of NOTIFY. */
    MailboxFilter filter() throws SyntaxException {
        String name = in.keyword();
        return switch (name) {
            case "SELECTED" -> new MailboxFilter.Selected();
            case "SELECTED-DELAYED" -> new MailboxFilter.SelectedDelayed();
            case "INBOXES" -> new MailboxFilter.Inboxes();
            case "PERSONAL" -> new MailboxFilter.Personal();
            case "SUBSCRIBED" -> new MailboxFilter.Subscribed();
            case "SUBTREE" -> new MailboxFilter.Subtree(mailboxes());
            case "SUBTREE-ONE" -> new MailboxFilter.SubtreeOne(mailboxes());
            case "MAILBOXES" -> new MailboxFilter.Mailboxes(mailboxes());
            default -> throw SyntaxException.bad("Unknown mailbox filter " + name);
        };
    }

    /** The sources of ESEARCH, in their parentheses. */
    List<MailboxFilter> sources() throws SyntaxException {
        List<MailboxFilter> sources = new ArrayList<>();
        in.expect('(');
        do {
            MailboxFilter source = filter();
            if (source instanceof MailboxFilter.SelectedDelayed) {
                throw SyntaxException.bad("SELECTED-DELAYED belongs to NOTIFY");         // RFC 7377 section 2.2
            }
            if (sources.size() == MAX_MAILBOXES) {
                throw SyntaxException.bad("At most " + MAX_MAILBOXES + " mailbox filters are allowed");
            }
            sources.add(source);
        } while (in.skip(' '));
        in.expect(')');
        return sources;
    }

    private List<MailboxName> mailboxes() throws SyntaxException {
        in.space();
        List<MailboxName> names = new ArrayList<>();
        boolean several = in.skip('(');
        do {
            if (++named > MAX_MAILBOXES) {
                throw SyntaxException.bad("At most " + MAX_MAILBOXES + " mailboxes are allowed");
            }
            names.add(in.mailbox());
        } while (several && in.skip(' '));
        if (several) {
            in.expect(')');
        }
        return names;
    }
}
