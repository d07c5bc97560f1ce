package org.sterna.platform.access.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.ParsedCommand;

/**
 * An IMAP URL that names a message or a part of one on this server, relative to it or to the selected mailbox (RFC 5092 section 7):
 * {@code /Drafts;UIDVALIDITY=385759045/;UID=20/;SECTION=1.MIME/;PARTIAL=0.1024}.
 *
 * @param mailbox     empty for the selected one
 * @param uidValidity empty if any will do
 * @param uid         1 or more
 * @param octets      which of the message's
 */
record MessageUrl(Optional<MailboxName> mailbox, OptionalLong uidValidity, long uid, FetchItem.Body octets) {
    private static final Pattern FORM = Pattern.compile("(?:/([^;?#]+?)(?:;UIDVALIDITY=(\\d{1,10}))?/|/?);UID=(\\d{1,10})"
            + "(?:/;SECTION=([^;/]+))?(?:/;PARTIAL=(\\d{1,18})(?:\\.(\\d{1,18}))?)?", Pattern.CASE_INSENSITIVE);

    /** Empty if it is no such URL. */
    static Optional<MessageUrl> parse(String url) {
        Matcher form = FORM.matcher(url);
        if (url.length() > 4096 || !form.matches()) {
            return Optional.empty();
        }
        Optional<String> name = Optional.ofNullable(form.group(1));
        Optional<MailboxName> mailbox = name.flatMap(MessageUrl::decoded).flatMap(MailboxName::of);
        long uid = Long.parseLong(form.group(3));
        if (mailbox.isPresent() != name.isPresent() || uid < 1 || uid > 0xFFFF_FFFFL) {
            return Optional.empty();
        }
        OptionalLong uidValidity = form.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(form.group(2)));
        String section = form.group(4) == null ? "" : form.group(4);
        String partial = form.group(5) == null ? "" : "<" + form.group(5) + "." + (form.group(6) == null ? "4294967295" : form.group(6)) + ">";
        return decoded(section).flatMap(text -> octets(text + "]" + partial)).map(octets -> new MessageUrl(mailbox, uidValidity, uid, octets));
    }

    /** A section is written as FETCH writes it. */
    private static Optional<FetchItem.Body> octets(String section) {
        if (section.chars().anyMatch(c -> c < ' ' || c > '~')) {
            return Optional.empty();
        }
        byte[] fetch = ("u FETCH 1 (BODY.PEEK[" + section + ")").getBytes(StandardCharsets.ISO_8859_1);
        return ImapParser.parse(new CommandText(fetch)) instanceof ParsedCommand.Command command
                && command.command() instanceof ImapCommand.Fetch one && one.items().size() == 1
                && one.items().get(0) instanceof FetchItem.Body body ? Optional.of(body) : Optional.empty();
    }

    /** Without percent-encoding (RFC 3986 section 2.1), as UTF-8; empty if it is damaged. */
    private static Optional<String> decoded(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                octets.write(c);
            } else {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                octets.write(high << 4 | low);
                i += 2;
            }
        }
        return Optional.of(octets.toString(StandardCharsets.UTF_8));
    }
}
