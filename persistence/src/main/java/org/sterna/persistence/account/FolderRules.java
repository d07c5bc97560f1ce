package org.sterna.persistence.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.AccountVerdict.Reason;

/** The rules by which the tree of mailbox names changes, and what is said about its mailboxes (RFC 9051 section 6.3, RFC 6154, RFC 5464). */
final class FolderRules {
    /** The entry that tells what a mailbox is for (RFC 6154 section 4). */
    static final String SPECIAL_USE_ENTRY = "/private/specialuse";
    private static final int MAX_NAME = 1000;

    private FolderRules() { }

    /** Empty if the command is not about the tree. */
    static Optional<AccountVerdict> decide(Account account, AccountCommand command) {
        if (command instanceof AccountCommand.CreateFolder create) {
            return Optional.of(create(account, create));
        }
        if (command instanceof AccountCommand.DeleteFolder delete) {
            return Optional.of(delete(account, delete));
        }
        if (command instanceof AccountCommand.RenameFolder rename) {
            return Optional.of(rename(account, rename));
        }
        if (command instanceof AccountCommand.Subscribe subscribe) {
            String name = Account.spelled(subscribe.name());
            return Optional.of(!valid(name) ? Account.refused(Reason.BAD_NAME) : account.subscriptions().contains(name)
                    ? new AccountVerdict.Accepted(List.of()) : Account.accepted(new AccountEvent.Subscribed(name)));
        }
        if (command instanceof AccountCommand.Unsubscribe unsubscribe) {
            String name = Account.spelled(unsubscribe.name());
            return Optional.of(account.subscriptions().contains(name) ? Account.accepted(new AccountEvent.Unsubscribed(name))
                    : new AccountVerdict.Accepted(List.of()));
        }
        if (command instanceof AccountCommand.SetAnnotations set) {
            return Optional.of(annotate(account, set));
        }
        return Optional.empty();
    }

    private static AccountVerdict create(Account account, AccountCommand.CreateFolder create) {
        String name = Account.spelled(create.name());
        if (!valid(name)) {
            return Account.refused(Reason.BAD_NAME);
        }
        if (name.equals(Account.INBOX)) {
            return Account.refused(Reason.INBOX);
        }
        if (account.folders().containsKey(name)) {
            return Account.refused(Reason.FOLDER_EXISTS);
        }
        if (account.folders().size() >= Account.MAX_FOLDERS) {
            return Account.refused(Reason.TOO_MANY);
        }
        if (create.uses().stream().anyMatch(use -> account.withUse(use).isPresent())) {
            return Account.refused(Reason.USE_TAKEN);
        }
        return Account.accepted(new AccountEvent.FolderCreated(name,
                new Folder(create.mailbox(), account.uidValidity(create.at()), create.uses()), create.at()));
    }

    private static AccountVerdict delete(Account account, AccountCommand.DeleteFolder delete) {
        String name = Account.spelled(delete.name());
        if (name.equals(Account.INBOX)) {
            return Account.refused(Reason.INBOX);
        }
        if (!account.folders().containsKey(name)) {
            return Account.refused(Reason.NO_FOLDER);
        }
        return account.hasChildren(name) ? Account.refused(Reason.HAS_CHILDREN) : Account.accepted(new AccountEvent.FolderDeleted(name, delete.at()));
    }

    private static AccountVerdict rename(Account account, AccountCommand.RenameFolder rename) {
        String from = Account.spelled(rename.from());
        String to = Account.spelled(rename.to());
        if (!valid(to) || to.startsWith(from + "/") && !from.equals(Account.INBOX)) {
            return Account.refused(Reason.BAD_NAME);
        }
        if (!account.folders().containsKey(from)) {
            return Account.refused(Reason.NO_FOLDER);
        }
        if (account.folders().containsKey(to) || to.equals(Account.INBOX)) {
            return Account.refused(Reason.FOLDER_EXISTS);
        }
        if (!from.equals(Account.INBOX)) {
            for (String name : account.renamed(from)) {         // what is below it must not take the place of what is there
                String next = to + name.substring(from.length());
                if (next.length() > MAX_NAME) {
                    return Account.refused(Reason.BAD_NAME);
                }
                if (account.folders().containsKey(next) && !next.startsWith(from + "/") && !next.equals(from)) {
                    return Account.refused(Reason.FOLDER_EXISTS);
                }
            }
        }
        return Account.accepted(from.equals(Account.INBOX)
                ? new AccountEvent.InboxRenamed(to, new Folder(rename.newInbox(), account.uidValidity(rename.at())), rename.at())
                : new AccountEvent.FolderRenamed(from, to, rename.at()));
    }

    private static boolean valid(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && !name.startsWith("/") && !name.endsWith("/") && !name.contains("//")
                && name.chars().noneMatch(c -> c < 0x20 || c == 0x7F || c == '%' || c == '*');
    }

    private static AccountVerdict annotate(Account account, AccountCommand.SetAnnotations set) {
        Optional<String> name = set.mailbox().map(Account::spelled);
        Optional<Folder> folder = name.map(account.folders()::get);
        if (name.isPresent() && folder.isEmpty()) {
            return Account.refused(Reason.NO_FOLDER);
        }
        SortedMap<String, Optional<Annotation>> changes = new TreeMap<>();
        set.entries().forEach((entry, value) -> changes.put(entry.toLowerCase(Locale.ROOT), value));
        if (!changes.keySet().stream().allMatch(Annotations::isName)) {
            return Account.refused(Reason.BAD_ENTRY);
        }
        if (changes.values().stream().flatMap(Optional::stream).anyMatch(value -> value.octets().length > set.limits().valueOctets())) {
            return Account.refused(Reason.ANNOTATION_TOO_BIG);
        }
        List<AccountEvent> events = new ArrayList<>();
        if (folder.isPresent() && changes.containsKey(SPECIAL_USE_ENTRY)) {
            Optional<Set<SpecialUse>> uses = uses(changes.remove(SPECIAL_USE_ENTRY));
            if (uses.isEmpty() || uses.get().stream().anyMatch(use -> account.withUse(use).filter(other -> !other.equals(name.get())).isPresent())) {
                return Account.refused(Reason.USE_TAKEN);
            }
            if (!uses.get().equals(folder.get().uses())) {
                events.add(new AccountEvent.SpecialUseChanged(name.get(), uses.get(), set.at()));
            }
        }
        SortedMap<String, Annotation> before = account.entries().of(folder.map(Folder::mailbox));
        changes.entrySet().removeIf(each -> Optional.ofNullable(before.get(each.getKey())).equals(each.getValue()));
        if (!changes.isEmpty()) {
            if (account.entries().with(folder.map(Folder::mailbox), changes).count() > set.limits().entries()
                    && changes.entrySet().stream().anyMatch(each -> each.getValue().isPresent() && !before.containsKey(each.getKey()))) {
                return Account.refused(Reason.TOO_MANY_ANNOTATIONS);
            }
            events.add(new AccountEvent.AnnotationsChanged(folder.map(Folder::mailbox), changes, set.at()));
        }
        return new AccountVerdict.Accepted(List.copyOf(events));
    }

    /** Empty if the value names a use that is not kept here. */
    private static Optional<Set<SpecialUse>> uses(Optional<Annotation> value) {
        Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
        for (String word : value.map(Annotation::text).orElse("").strip().split(" +")) {
            Optional<SpecialUse> use = SpecialUse.of(word);
            if (use.isEmpty() && !word.isEmpty()) {
                return Optional.empty();
            }
            use.ifPresent(uses::add);
        }
        return Optional.of(uses);
    }

    /** UIDVALIDITY is a time where that is possible (RFC 9051 section 2.3.1.1). */
    static long uidValidity(Instant at, long last) {
        return Math.max(Math.min(at.getEpochSecond(), 0xFFFF_FFFFL), last + 1);
    }
}
