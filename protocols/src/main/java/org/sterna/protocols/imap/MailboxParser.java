package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads CREATE, RENAME, STATUS and SETQUOTA. */
final class MailboxParser {
    private static final int MAX_USES = 16;
    private static final int MAX_RESOURCES = 16;

    private final ImapCursor in;

    MailboxParser(ImapCursor in) {
        this.in = in;
    }

    ImapCommand create() throws SyntaxException {
        String name = in.astring();
        // A separator at the end only announces that there will be names below (RFC 3501 section 6.3.3).
        boolean announces = name.length() > 1 && name.endsWith("/");
        MailboxName mailbox = in.mailboxNamed(announces ? name.substring(0, name.length() - 1) : name);
        List<String> uses = new ArrayList<>();
        if (in.skip(' ')) {
            in.expect('(');
            if (!in.skipWord("USE (")) {                   // RFC 6154 section 6
                throw SyntaxException.bad("The only parameter of CREATE is USE");
            }
            if (!in.skip(')')) {
                do {
                    in.expect('\\');
                    uses.add("\\" + in.atom());
                } while (in.skip(' ') && uses.size() < MAX_USES);
                in.expect(')');
            }
            in.expect(')');
        }
        return new ImapCommand.Create(mailbox, uses);
    }

    ImapCommand rename() throws SyntaxException {
        MailboxName from = in.mailbox();
        in.space();
        return new ImapCommand.Rename(from, in.mailbox());
    }

    ImapCommand status() throws SyntaxException {
        MailboxName mailbox = in.mailbox();
        in.space();
        return new ImapCommand.Status(mailbox, statusItems(in));
    }

    /** Items in parentheses, at least one. */
    static Set<StatusItem> statusItems(ImapCursor in) throws SyntaxException {
        in.expect('(');
        Set<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        do {
            String item = in.keyword();
            items.add(StatusItem.of(item).orElseThrow(() -> SyntaxException.bad("Unknown status item " + item)));
        } while (in.skip(' '));
        in.expect(')');
        return items;
    }

    ImapCommand setQuota() throws SyntaxException {
        String root = in.astring();
        in.space();
        in.expect('(');
        Map<String, Long> limits = new LinkedHashMap<>();
        if (!in.skip(')')) {
            do {
                String resource = in.keyword();
                in.space();
                if (limits.put(resource, in.number()) != null || limits.size() > MAX_RESOURCES) {
                    throw SyntaxException.bad("Resource " + resource + " is named twice, or there are too many");
                }
            } while (in.skip(' '));
            in.expect(')');
        }
        return new ImapCommand.SetQuota(root, limits);
    }
}
