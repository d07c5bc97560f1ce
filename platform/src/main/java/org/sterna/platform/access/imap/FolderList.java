package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ListPattern;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.StatusItem;

/** The responses to LIST, LSUB and STATUS. */
final class FolderList {
    /** Names by which clients find their special mailboxes (RFC 6154 section 2). */
    private static final Map<String, String> SPECIAL_USE = Map.of("sent", "\\Sent", "drafts", "\\Drafts", "trash", "\\Trash",
            "junk", "\\Junk", "archive", "\\Archive");

    private FolderList() { }

    /** RFC 3501 section 6.3.8, with the attributes of RFC 3348 and RFC 6154. */
    static List<byte[]> list(Account account, ListPattern pattern) {
        List<byte[]> responses = new ArrayList<>();
        for (String folder : account.folders().keySet()) {
            Optional<MailboxName> name = MailboxName.of(folder);
            if (name.isPresent() && pattern.matches(name.get())) {
                List<String> attributes = new ArrayList<>();
                attributes.add(account.hasChildren(folder) ? "\\HasChildren" : "\\HasNoChildren");
                Optional.ofNullable(SPECIAL_USE.get(folder.toLowerCase(Locale.ROOT))).ifPresent(attributes::add);
                responses.add(ImapResponses.list(attributes, name.get()));
            }
        }
        return responses;
    }

    /** RFC 3501 section 6.3.9: a pattern that ends in % shows the names above subscribed ones, too, as not selectable. */
    static List<byte[]> lsub(Account account, ListPattern pattern) {
        Map<MailboxName, List<String>> found = new TreeMap<>();
        for (String subscribed : account.subscriptions()) {
            Optional<MailboxName> name = MailboxName.of(subscribed);
            if (name.isPresent() && pattern.matches(name.get())) {
                found.put(name.get(), List.of());
            } else if (name.isPresent() && pattern.text().endsWith("%")) {
                for (Optional<MailboxName> above = name.get().parent(); above.isPresent(); above = above.get().parent()) {
                    if (pattern.matches(above.get())) {
                        found.putIfAbsent(above.get(), List.of("\\Noselect"));
                    }
                }
            }
        }
        List<byte[]> responses = new ArrayList<>();
        found.forEach((name, attributes) -> responses.add(ImapResponses.lsub(attributes, name)));
        return responses;
    }

    /** RFC 3501 section 6.3.10. */
    static byte[] status(MailboxName name, Set<StatusItem> items, Mailbox state, long uidValidity, long recent) {
        Map<StatusItem, Long> values = new EnumMap<>(StatusItem.class);
        for (StatusItem item : items) {
            values.put(item, switch (item) {
                case MESSAGES -> (long) state.messages().size();
                case RECENT -> recent;
                case UIDNEXT -> state.uidNext();
                case UIDVALIDITY -> uidValidity;
                case UNSEEN -> (long) state.messages().size() - state.messages().count(Flags.SEEN);
            });
        }
        return ImapResponses.status(name, values);
    }
}
