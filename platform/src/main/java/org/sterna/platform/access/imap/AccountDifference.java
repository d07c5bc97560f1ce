package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.Annotation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.MailboxResponses.ListEntry;
import org.sterna.protocols.imap.NotifyEvent;

/**
 * What a client is told of the change from one state of its account to another (RFC 5465 sections 5.4 to 5.7). Only the states
 * count, whatever happened between them: a mailbox that came and went is not told of.
 */
final class AccountDifference {
    private final Account before;
    private final Account now;
    private final NotifyWish wish;
    private final Enabled enabled;
    /** By name: responses about one mailbox are told once. */
    private final Map<String, Optional<String>> names = new TreeMap<>();
    private final List<byte[]> metadata = new ArrayList<>();

    AccountDifference(Account before, Account now, NotifyWish wish, Enabled enabled) {
        this.before = before;
        this.now = now;
        this.wish = wish;
        this.enabled = enabled;
    }

    List<byte[]> responses() {
        if (before.events() == now.events()) {
            return List.of();
        }
        mailboxes();
        subscriptions();
        if (wish.wantsServerMetadata()) {
            metadata(Optional.empty(), before.annotations(Optional.empty()), now.annotations(Optional.empty()));
        }
        List<byte[]> responses = new ArrayList<>();
        names.forEach((name, old) -> responses.add(MailboxResponses.list(new ListEntry(FolderList.attributes(now, name, true),
                new MailboxName(name), old.map(MailboxName::new), List.of()), enabled)));
        responses.addAll(metadata);
        return responses;
    }

    private boolean wants(String name, NotifyEvent event) {
        return wish.events(now, new MailboxName(name)).contains(event) || wish.events(before, new MailboxName(name)).contains(event);
    }

    private void mailboxes() {
        Map<MailboxId, String> oldNames = new HashMap<>();
        before.folders().forEach((name, folder) -> oldNames.put(folder.mailbox(), name));
        Map<MailboxId, String> newNames = new HashMap<>();
        now.folders().forEach((name, folder) -> newNames.put(folder.mailbox(), name));
        now.folders().forEach((name, folder) -> {
            Optional<String> old = Optional.ofNullable(oldNames.get(folder.mailbox()));
            if (old.isEmpty() && !name.equals(Account.INBOX)) {
                affected(name, Optional.empty());
            } else if (old.isPresent() && !old.get().equals(name) && !isRenamedWithParent(old.get(), name, newNames)) {
                affected(name, old);
            }
            old.ifPresent(known -> {
                if (wants(name, NotifyEvent.MAILBOX_METADATA_CHANGE)) {
                    metadata(Optional.of(name), before.annotations(Optional.of(known)), now.annotations(Optional.of(name)));
                }
            });
        });
        before.folders().forEach((name, folder) -> {
            if (!newNames.containsKey(folder.mailbox()) && !now.folders().containsKey(name)) {
                affected(name, Optional.empty());
            }
        });
    }

    /** Children are renamed without a word (RFC 5465 section 5.4). */
    private boolean isRenamedWithParent(String old, String name, Map<MailboxId, String> newNames) {
        int oldSlash = old.lastIndexOf('/');
        int slash = name.lastIndexOf('/');
        if (oldSlash < 0 || slash < 0 || !old.substring(oldSlash).equals(name.substring(slash))) {
            return false;
        }
        String oldParent = old.substring(0, oldSlash);
        return before.folders().containsKey(oldParent)
                && name.substring(0, slash).equals(newNames.get(before.folders().get(oldParent).mailbox()));
    }

    /** A mailbox that comes or goes also changes what is so about the one above it (RFC 5465 section 5.4). */
    private void affected(String name, Optional<String> old) {
        if (wants(name, NotifyEvent.MAILBOX_NAME) || old.isPresent() && wants(old.get(), NotifyEvent.MAILBOX_NAME)) {
            names.put(name, old);
        }
        int slash = name.lastIndexOf('/');
        if (old.isEmpty() && slash > 0 && wants(name.substring(0, slash), NotifyEvent.MAILBOX_NAME)) {
            names.putIfAbsent(name.substring(0, slash), Optional.empty());
        }
    }

    private void subscriptions() {
        TreeSet<String> changed = new TreeSet<>(before.subscriptions());
        changed.addAll(now.subscriptions());
        changed.removeIf(name -> before.subscriptions().contains(name) == now.subscriptions().contains(name));
        changed.stream().filter(name -> wants(name, NotifyEvent.SUBSCRIPTION_CHANGE)).forEach(name -> names.putIfAbsent(name, Optional.empty()));
    }

    /** Names only; what was removed is among them (RFC 5465 section 5.6). */
    private void metadata(Optional<String> mailbox, SortedMap<String, Annotation> old, SortedMap<String, Annotation> current) {
        TreeSet<String> changed = new TreeSet<>(old.keySet());
        changed.addAll(current.keySet());
        changed.removeIf(entry -> old.containsKey(entry) && old.get(entry).equals(current.get(entry)));
        if (!changed.isEmpty()) {
            metadata.add(MailboxResponses.metadataChanged(mailbox.map(MailboxName::new), List.copyOf(changed), enabled));
        }
    }
}
