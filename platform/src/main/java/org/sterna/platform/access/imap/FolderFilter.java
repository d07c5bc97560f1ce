package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.protocols.imap.MailboxFilter;
import org.sterna.protocols.imap.MailboxName;

/** Which mailboxes the words of ESEARCH and NOTIFY mean (RFC 5465 section 6, RFC 7377 section 2.2). */
final class FolderFilter {
    /** A mailbox by its name. */
    record Named(MailboxName name, Folder folder) { }

    private FolderFilter() { }

    /**
     * The mailboxes, each once, by name. Names that are of none are passed over.
     *
     * @param selected the selected mailbox
     */
    static List<Named> matching(Account account, List<MailboxFilter> filters, Optional<Folder> selected) {
        Map<String, Named> found = new TreeMap<>();
        for (Map.Entry<String, Folder> each : account.folders().entrySet()) {
            MailboxName name = new MailboxName(each.getKey());
            boolean isSelected = selected.isPresent() && selected.get().mailbox().equals(each.getValue().mailbox());
            for (MailboxFilter filter : filters) {
                if (filter instanceof MailboxFilter.Selected ? isSelected : matches(account, filter, name)) {
                    found.put(each.getKey(), new Named(name, each.getValue()));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** Whether a filter other than the selected mailbox means this name, which need not be that of a mailbox. */
    static boolean matches(Account account, MailboxFilter filter, MailboxName name) {
        if (filter instanceof MailboxFilter.Inboxes) {
            return name.isInbox();                                   // mail is delivered to it alone (RFC 5465 section 6.3)
        }
        if (filter instanceof MailboxFilter.Personal) {
            return true;
        }
        if (filter instanceof MailboxFilter.Subscribed) {
            return account.subscriptions().contains(name.value());
        }
        if (filter instanceof MailboxFilter.Subtree subtree) {
            return any(subtree.mailboxes(), top -> name.equals(top) || name.isBelow(top));
        }
        if (filter instanceof MailboxFilter.SubtreeOne subtree) {
            return any(subtree.mailboxes(), top -> name.equals(top) || name.parent().equals(Optional.of(top)));
        }
        return filter instanceof MailboxFilter.Mailboxes mailboxes && any(mailboxes.mailboxes(), name::equals);
    }

    private static boolean any(List<MailboxName> names, Predicate<MailboxName> condition) {
        Stream<MailboxName> normal = names.stream().map(Folders::normal);
        return normal.anyMatch(condition);
    }
}
