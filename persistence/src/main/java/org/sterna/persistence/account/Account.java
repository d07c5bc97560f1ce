package org.sterna.persistence.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sterna.persistence.account.AccountEvent.Folder;

/**
 * The rules of one address: it is free, or that of an account, or redirected.
 *
 * @param address         empty until it is used for the first time
 * @param password        PHC string
 * @param folders         by name; INBOX is spelled so
 * @param subscriptions   names, which need not exist (RFC 9051 section 6.3.7)
 * @param lastUidValidity the highest given to any mailbox of this account, so that none comes twice
 * @param redirection     present if the address is an alias or a recipient behind a relay
 * @param events          number of the last event
 * @param removed         it was used, and is free again
 */
public record Account(String address, String password, Optional<Long> quota, SortedMap<String, Folder> folders,
        SortedSet<String> subscriptions, long lastUidValidity, Optional<Redirection> redirection, long events, boolean removed) {
    public static final String INBOX = "INBOX";
    /** Mailboxes of one account. */
    public static final int MAX_FOLDERS = 10_000;
    private static final int MAX_NAME = 1000;

    public static final Account EMPTY = new Account("", "", Optional.empty(), new TreeMap<>(), new TreeSet<>(), 0,
            Optional.empty(), 0, false);

    /** True if the address is that of an account. */
    public boolean exists() {
        return !address.isEmpty() && !removed && redirection.isEmpty();
    }

    public AccountVerdict decide(AccountCommand command) {
        if (command instanceof AccountCommand.Create create) {
            return exists() || redirection.isPresent() ? refused(AccountVerdict.Reason.ACCOUNT_EXISTS) : accepted(new AccountEvent.AccountCreated(create.address(),
                    create.password(), new Folder(create.inbox(), uidValidity(create.at())), create.at()));
        }
        Optional<AccountVerdict> redirecting = Redirecting.decide(this, command);
        if (redirecting.isPresent()) {
            return redirecting.get();
        }
        if (!exists()) {
            return refused(AccountVerdict.Reason.NO_ACCOUNT);
        }
        if (command instanceof AccountCommand.Look) {
            return new AccountVerdict.Accepted(List.of());
        }
        if (command instanceof AccountCommand.SetPassword set) {
            return accepted(new AccountEvent.PasswordChanged(set.password(), set.at()));
        }
        if (command instanceof AccountCommand.ResealPassword reseal) {
            return password.equals(reseal.before()) ? accepted(new AccountEvent.PasswordChanged(reseal.password(), reseal.at()))
                    : new AccountVerdict.Accepted(List.of());
        }
        if (command instanceof AccountCommand.SetQuota set) {
            return accepted(new AccountEvent.QuotaChanged(set.octets(), set.at()));
        }
        if (command instanceof AccountCommand.Remove remove) {
            return accepted(new AccountEvent.AccountRemoved(remove.at()));
        }
        if (command instanceof AccountCommand.CreateFolder create) {
            return decideCreate(create);
        }
        if (command instanceof AccountCommand.DeleteFolder delete) {
            return decideDelete(delete);
        }
        if (command instanceof AccountCommand.RenameFolder rename) {
            return decideRename(rename);
        }
        if (command instanceof AccountCommand.Subscribe subscribe) {
            String name = spelled(subscribe.name());
            return valid(name) ? subscriptions.contains(name) ? new AccountVerdict.Accepted(List.of())
                    : accepted(new AccountEvent.Subscribed(name)) : refused(AccountVerdict.Reason.BAD_NAME);
        }
        if (command instanceof AccountCommand.Unsubscribe unsubscribe) {
            String name = spelled(unsubscribe.name());
            return subscriptions.contains(name) ? accepted(new AccountEvent.Unsubscribed(name)) : new AccountVerdict.Accepted(List.of());
        }
        throw new AssertionError(command);
    }

    private AccountVerdict decideCreate(AccountCommand.CreateFolder create) {
        String name = spelled(create.name());
        if (!valid(name)) {
            return refused(AccountVerdict.Reason.BAD_NAME);
        }
        if (name.equals(INBOX)) {
            return refused(AccountVerdict.Reason.INBOX);
        }
        if (folders.containsKey(name)) {
            return refused(AccountVerdict.Reason.FOLDER_EXISTS);
        }
        if (folders.size() >= MAX_FOLDERS) {
            return refused(AccountVerdict.Reason.TOO_MANY);
        }
        return accepted(new AccountEvent.FolderCreated(name, new Folder(create.mailbox(), uidValidity(create.at())), create.at()));
    }

    private AccountVerdict decideDelete(AccountCommand.DeleteFolder delete) {
        String name = spelled(delete.name());
        if (name.equals(INBOX)) {
            return refused(AccountVerdict.Reason.INBOX);
        }
        if (!folders.containsKey(name)) {
            return refused(AccountVerdict.Reason.NO_FOLDER);
        }
        return hasChildren(name) ? refused(AccountVerdict.Reason.HAS_CHILDREN) : accepted(new AccountEvent.FolderDeleted(name, delete.at()));
    }

    private AccountVerdict decideRename(AccountCommand.RenameFolder rename) {
        String from = spelled(rename.from());
        String to = spelled(rename.to());
        if (!valid(to) || to.startsWith(from + "/") && !from.equals(INBOX)) {
            return refused(AccountVerdict.Reason.BAD_NAME);
        }
        if (!folders.containsKey(from)) {
            return refused(AccountVerdict.Reason.NO_FOLDER);
        }
        if (folders.containsKey(to) || to.equals(INBOX)) {
            return refused(AccountVerdict.Reason.FOLDER_EXISTS);
        }
        if (!from.equals(INBOX)) {
            for (String name : renamed(from)) {         // what is below it must not take the place of what is there
                String next = to + name.substring(from.length());
                if (next.length() > MAX_NAME) {
                    return refused(AccountVerdict.Reason.BAD_NAME);
                }
                if (folders.containsKey(next) && !next.startsWith(from + "/") && !next.equals(from)) {
                    return refused(AccountVerdict.Reason.FOLDER_EXISTS);
                }
            }
        }
        return accepted(from.equals(INBOX)
                ? new AccountEvent.InboxRenamed(to, new Folder(rename.newInbox(), uidValidity(rename.at())), rename.at())
                : new AccountEvent.FolderRenamed(from, to, rename.at()));
    }

    private List<String> renamed(String from) {
        return folders.keySet().stream().filter(name -> name.equals(from) || name.startsWith(from + "/")).toList();
    }

    /** True if there is a mailbox whose name is below this one. */
    public boolean hasChildren(String name) {
        SortedMap<String, Folder> below = folders.tailMap(name + "/");
        return !below.isEmpty() && below.firstKey().startsWith(name + "/");
    }

    /** INBOX has no case (RFC 9051 section 5.1); a separator at the end only says that children will follow. */
    public static String spelled(String name) {
        String bare = name.endsWith("/") && name.length() > 1 ? name.substring(0, name.length() - 1) : name;
        return bare.equalsIgnoreCase(INBOX) ? INBOX
                : bare.regionMatches(true, 0, INBOX + "/", 0, INBOX.length() + 1) ? INBOX + bare.substring(INBOX.length()) : bare;
    }

    private static boolean valid(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && !name.startsWith("/") && !name.endsWith("/") && !name.contains("//")
                && name.chars().noneMatch(c -> c < 0x20 || c == 0x7F || c == '%' || c == '*');
    }

    private long uidValidity(Instant at) {
        return Math.max(Math.min(at.getEpochSecond(), 0xFFFF_FFFFL), lastUidValidity + 1);
    }

    static AccountVerdict accepted(AccountEvent event) {
        return new AccountVerdict.Accepted(List.of(event));
    }

    static AccountVerdict refused(AccountVerdict.Reason reason) {
        return new AccountVerdict.Refused(reason);
    }

    public Account evolve(AccountEvent event) {
        long number = events + 1;
        if (event instanceof AccountEvent.AccountCreated created) {
            SortedMap<String, Folder> inbox = new TreeMap<>();
            inbox.put(INBOX, created.inbox());
            return new Account(created.address(), created.password(), Optional.empty(), inbox, new TreeSet<>(),
                    created.inbox().uidValidity(), Optional.empty(), number, false);
        }
        if (event instanceof AccountEvent.PasswordChanged changed) {
            return new Account(address, changed.password(), quota, folders, subscriptions, lastUidValidity, redirection, number, removed);
        }
        if (event instanceof AccountEvent.QuotaChanged changed) {
            return new Account(address, password, changed.octets(), folders, subscriptions, lastUidValidity, redirection, number, removed);
        }
        if (event instanceof AccountEvent.AccountRemoved) {
            return new Account(address, "", quota, new TreeMap<>(), new TreeSet<>(), lastUidValidity, Optional.empty(), number, true);
        }
        if (event instanceof AccountEvent.AliasChanged changed) {
            return redirected(changed.address(), changed.targets().isEmpty() ? Optional.empty() : Optional.of(new Redirection.Alias(changed.targets(), changed.owner())));
        }
        if (event instanceof AccountEvent.RelayedRecipientChanged changed) {
            return redirected(changed.address(), Optional.of(new Redirection.Relayed(changed.nextHop())));
        }
        if (event instanceof AccountEvent.RelayedRecipientRemoved gone) {
            return redirected(gone.address(), Optional.empty());
        }
        SortedMap<String, Folder> tree = new TreeMap<>(folders);
        SortedSet<String> names = new TreeSet<>(subscriptions);
        long uidValidity = lastUidValidity;
        if (event instanceof AccountEvent.FolderCreated created) {
            tree.put(created.name(), created.folder());
            uidValidity = Math.max(uidValidity, created.folder().uidValidity());
        } else if (event instanceof AccountEvent.FolderDeleted deleted) {
            tree.remove(deleted.name());
        } else if (event instanceof AccountEvent.FolderRenamed renamed) {
            List<String> moved = renamed(renamed.from());
            moved.forEach(tree::remove);                // all of them first: one's new name may be another's old one
            moved.forEach(name -> tree.put(renamed.to() + name.substring(renamed.from().length()), folders.get(name)));
        } else if (event instanceof AccountEvent.InboxRenamed renamed) {
            tree.put(renamed.to(), folders.get(INBOX));
            tree.put(INBOX, renamed.newInbox());
            uidValidity = Math.max(uidValidity, renamed.newInbox().uidValidity());
        } else if (event instanceof AccountEvent.Subscribed subscribed) {
            names.add(subscribed.name());
        } else if (event instanceof AccountEvent.Unsubscribed unsubscribed) {
            names.remove(unsubscribed.name());
        } else {
            throw new AssertionError(event);
        }
        return new Account(address, password, quota, tree, names, uidValidity, redirection, number, removed);
    }

    private Account redirected(String name, Optional<Redirection> next) {
        return new Account(name, "", Optional.empty(), new TreeMap<>(), new TreeSet<>(), lastUidValidity, next, events + 1, next.isEmpty());
    }
}
