package org.sterna.protocols.imap;

import java.util.List;
import java.util.Set;

/**
 * Which events of which mailboxes a client wants to hear of (RFC 5465 section 3).
 *
 * @param events empty for NONE
 * @param fetch what is told of a new message; only of the selected mailbox, and empty if nothing more than its number is wanted
 */
public record NotifyGroup(MailboxFilter mailboxes, Set<NotifyEvent> events, List<FetchItem> fetch) {
    public NotifyGroup {
        events = Set.copyOf(events);
        fetch = List.copyOf(fetch);
    }
}
