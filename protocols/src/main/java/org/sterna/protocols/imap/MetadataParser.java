package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads GETMETADATA and SETMETADATA (RFC 5464 section 5). */
final class MetadataParser {
    private static final int MAX_ENTRIES = 1000;
    private static final int MAX_NAME = 1024;

    private final ImapCursor in;
    private OptionalLong maxSize = OptionalLong.empty();
    private ImapCommand.Depth depth = ImapCommand.Depth.ZERO;

    MetadataParser(ImapCursor in) {
        this.in = in;
    }

    /** The options stand before the mailbox in the grammar, and behind it in the examples of RFC 5464 section 4.2.1. */
    ImapCommand get() throws SyntaxException {
        if (in.skip('(')) {
            options();
            in.space();
        }
        Optional<MailboxName> mailbox = mailbox();
        in.space();
        boolean list = in.skip('(');
        if (list && in.peek() != '/' && in.peek() != '"' && in.peek() != '{') {
            options();
            in.space();
            list = in.skip('(');
        }
        List<String> entries = new ArrayList<>();
        do {
            if (entries.size() == MAX_ENTRIES) {
                throw SyntaxException.bad("At most " + MAX_ENTRIES + " entries are allowed");
            }
            entries.add(entry());
        } while (in.skip(' '));                            // without parentheses too, as in RFC 5464 section 4.4.1
        if (list) {
            in.expect(')');
        }
        return new ImapCommand.GetMetadata(mailbox, entries, maxSize, depth);
    }

    ImapCommand set() throws SyntaxException {
        Optional<MailboxName> mailbox = mailbox();
        in.space();
        in.expect('(');
        List<ImapCommand.MetadataEntry> entries = new ArrayList<>();
        do {
            if (entries.size() == MAX_ENTRIES) {
                throw SyntaxException.bad("At most " + MAX_ENTRIES + " entries are allowed");
            }
            String name = entry();
            in.space();
            entries.add(new ImapCommand.MetadataEntry(name, in.nstring8()));
        } while (in.skip(' '));
        in.expect(')');
        return new ImapCommand.SetMetadata(mailbox, entries);
    }

    /** Empty for the server itself, which is the empty name. */
    private Optional<MailboxName> mailbox() throws SyntaxException {
        String name = in.astring();
        return name.isEmpty() ? Optional.empty() : Optional.of(in.mailboxNamed(name));
    }

    /** Up to and with the closing parenthesis. */
    private void options() throws SyntaxException {
        do {
            String name = in.keyword();
            in.space();
            if (name.equals("MAXSIZE")) {
                maxSize = OptionalLong.of(in.number());
            } else if (name.equals("DEPTH")) {
                depth = depth(in.atom());
            } else {
                throw SyntaxException.bad("Unknown option " + name);
            }
        } while (in.skip(' '));
        in.expect(')');
    }

    private static ImapCommand.Depth depth(String text) throws SyntaxException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "0" -> ImapCommand.Depth.ZERO;
            case "1" -> ImapCommand.Depth.ONE;
            case "infinity" -> ImapCommand.Depth.INFINITY;
            default -> throw SyntaxException.bad("DEPTH is 0, 1 or infinity");
        };
    }

    /** RFC 5464 section 3: a path of ASCII, in which case does not count. */
    private String entry() throws SyntaxException {
        String name = in.astring().toLowerCase(Locale.ROOT);
        boolean path = name.startsWith("/") && !name.endsWith("/") && !name.contains("//") && name.length() <= MAX_NAME
                && name.chars().allMatch(c -> c > 0x1f && c < 0x7f && c != '*' && c != '%');
        if (!path) {
            throw SyntaxException.bad("Not the name of an entry");
        }
        return name;
    }
}
