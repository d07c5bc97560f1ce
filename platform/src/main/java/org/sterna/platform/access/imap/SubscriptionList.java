package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.sterna.persistence.account.Account;
import org.sterna.protocols.imap.ListPattern;
import org.sterna.protocols.imap.MailboxName;

/**
 * Which names an LSUB answers (RFC 3501 section 6.3.9): those subscribed to, and for a pattern that ends in {@code %} the names
 * above them, which are then not selectable. Some names at a time, as in {@link FolderList}.
 */
final class SubscriptionList {
    private final Iterator<String> names;
    private final ListPattern pattern;
    private final TreeMap<MailboxName, List<String>> found = new TreeMap<>();

    SubscriptionList(Account account, ListPattern pattern) {
        this.names = account.subscriptions().iterator();
        this.pattern = pattern;
    }

    boolean isDone() {
        return !names.hasNext();
    }

    void advance(int count) {
        for (int i = 0; i < count && names.hasNext(); i++) {
            MailboxName.of(names.next()).ifPresent(this::look);
        }
    }

    private void look(MailboxName name) {
        if (pattern.matches(name)) {
            found.put(name, List.of());
        } else if (pattern.text().endsWith("%")) {
            for (Optional<MailboxName> above = name.parent(); above.isPresent(); above = above.get().parent()) {
                if (pattern.matches(above.get())) {
                    found.putIfAbsent(above.get(), List.of("\\Noselect"));
                }
            }
        }
    }

    /** Names with their attributes, when all have been looked at. */
    TreeMap<MailboxName, List<String>> lines() {
        return found;
    }
}
