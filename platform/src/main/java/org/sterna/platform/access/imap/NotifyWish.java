package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.MailboxFilter;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.NotifyEvent;
import org.sterna.protocols.imap.NotifyGroup;
import org.sterna.protocols.imap.SelectedView;

/** What a client wants to hear of (RFC 5465 sections 5 and 6). */
record NotifyWish(Optional<NotifyGroup> selected, List<NotifyGroup> others) {
    /** NOTIFY NONE. */
    static final NotifyWish NOTHING = new NotifyWish(Optional.empty(), List.of());
    /** Mailboxes whose messages one session can watch: each is kept in memory somewhere for it. */
    static final int MOST_MAILBOXES = 500;

    static NotifyWish of(List<NotifyGroup> groups) {
        Optional<NotifyGroup> selected = Optional.empty();
        List<NotifyGroup> others = new ArrayList<>();
        for (NotifyGroup group : groups) {
            if (group.mailboxes() instanceof MailboxFilter.Selected || group.mailboxes() instanceof MailboxFilter.SelectedDelayed) {
                selected = Optional.of(group);
            } else {
                others.add(group);
            }
        }
        return new NotifyWish(selected, List.copyOf(others));
    }

    /** RFC 5465 section 3.1: without a word about the selected mailbox nothing is told of it. */
    Bystander.Wanted ofSelected() {
        if (selected.isEmpty() || selected.get().events().isEmpty()) {
            return Bystander.Wanted.NOTHING;
        }
        return selected.get().events().contains(NotifyEvent.FLAG_CHANGE) ? Bystander.Wanted.EVERYTHING : Bystander.Wanted.MESSAGES;
    }

    /** What may be told between commands (RFC 5465 sections 6.1.1 and 6.1.2). */
    SelectedView.Moment moment() {
        return selected.isPresent() && selected.get().mailboxes() instanceof MailboxFilter.Selected
                ? SelectedView.Moment.ANY : SelectedView.Moment.NO_EXPUNGE;
    }

    /** What to tell of new messages in the selected mailbox. */
    List<FetchItem> items() {
        return selected.map(NotifyGroup::fetch).orElse(List.of());
    }

    /** True if anything beside the selected mailbox is of interest. */
    boolean needsAccount() {
        return others.stream().anyMatch(group -> !group.events().isEmpty());
    }

    /** The events of a name, which may be that of no mailbox; several groups may speak of it (RFC 5465 section 6). */
    Set<NotifyEvent> events(Account account, MailboxName name) {
        Set<NotifyEvent> events = EnumSet.noneOf(NotifyEvent.class);
        for (NotifyGroup group : others) {
            if (FolderFilter.matches(account, group.mailboxes(), name)) {
                events.addAll(group.events());
            }
        }
        return events;
    }

    /** True if the server's METADATA is of interest: it belongs to no mailbox. */
    boolean wantsServerMetadata() {
        return others.stream().anyMatch(group -> group.events().contains(NotifyEvent.SERVER_METADATA_CHANGE));
    }

    /** The mailboxes whose messages are watched. */
    List<FolderFilter.Named> watched(Account account) {
        List<FolderFilter.Named> watched = new ArrayList<>();
        account.folders().forEach((text, folder) -> {
            MailboxName name = new MailboxName(text);
            if (events(account, name).stream().anyMatch(NotifyEvent::isOfMessages)) {
                watched.add(new FolderFilter.Named(name, folder));
            }
        });
        return watched;
    }

    /** The mailbox with this id, if the account still has it. */
    static Optional<FolderFilter.Named> named(Account account, MailboxId mailbox) {
        for (Map.Entry<String, Folder> each : account.folders().entrySet()) {
            if (each.getValue().mailbox().equals(mailbox)) {
                return Optional.of(new FolderFilter.Named(new MailboxName(each.getKey()), each.getValue()));
            }
        }
        return Optional.empty();
    }
}
