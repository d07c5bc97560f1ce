package org.sterna.persistence.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;

/** The next state of an account in the making: one event is applied to a copy. Used once. */
final class AccountDraft {
    private final Account before;
    private String address;
    private String password;
    private LoginRights rights;
    private QuotaLimits limits;
    private SortedMap<String, Folder> folders;
    private SortedSet<String> subscriptions;
    private Annotations entries;
    private long lastUidValidity;
    private SortedMap<String, Instant> unswept;
    private Optional<Redirection> redirection;
    private boolean removed;

    AccountDraft(Account before) {
        this.before = before;
        address = before.address();
        password = before.password();
        rights = before.rights();
        limits = before.limits();
        folders = before.folders();
        subscriptions = before.subscriptions();
        entries = before.entries();
        lastUidValidity = before.lastUidValidity();
        unswept = before.unswept();
        redirection = before.redirection();
        removed = before.removed();
    }

    Account evolve(AccountEvent event) {
        if (!about(event) && !aboutLogin(event) && !aboutFolders(event)) {
            throw new AssertionError(event);
        }
        return new Account(address, password, rights, limits, folders, subscriptions, entries, lastUidValidity, unswept, redirection, before.events() + 1,
                removed);
    }

    /** False if the event is not about the address as a whole. */
    private boolean about(AccountEvent event) {
        if (event instanceof AccountEvent.AccountCreated created) {
            empty();
            address = created.address();
            password = created.password();
            folders = new TreeMap<>(created.folders());
            subscriptions = new TreeSet<>(created.folders().keySet());
            subscriptions.remove(Account.INBOX);
            created.folders().values().forEach(this::given);
            redirection = Optional.empty();
            removed = false;
        } else if (event instanceof AccountEvent.QuotaChanged changed) {
            limits = changed.limits();
        } else if (event instanceof AccountEvent.AccountRemoved gone) {
            unswept = new TreeMap<>(unswept);
            folders.values().forEach(folder -> forgotten(folder.mailbox(), gone.at()));
            empty();
            redirection = Optional.empty();
            removed = true;
        } else if (event instanceof AccountEvent.AliasChanged changed) {
            redirect(changed.address(), changed.targets().isEmpty() ? Optional.empty()
                    : Optional.of(new Redirection.Alias(changed.targets(), changed.owner())));
        } else if (event instanceof AccountEvent.RelayedRecipientChanged changed) {
            redirect(changed.address(), Optional.of(new Redirection.Relayed(changed.nextHop())));
        } else if (event instanceof AccountEvent.RelayedRecipientRemoved gone) {
            redirect(gone.address(), Optional.empty());
        } else if (event instanceof AccountEvent.MailboxesSwept swept) {
            unswept = new TreeMap<>(unswept);
            swept.mailboxes().forEach(each -> unswept.remove(each.value()));
        } else {
            return false;
        }
        return true;
    }

    /** False if the event is not about passwords and rights. */
    private boolean aboutLogin(AccountEvent event) {
        if (event instanceof AccountEvent.PasswordChanged changed) {
            password = changed.password();
        } else if (event instanceof AccountEvent.AppPasswordAdded added) {
            rights = rights.with(added.app());
        } else if (event instanceof AccountEvent.AppPasswordRemoved gone) {
            rights = rights.without(gone.name());
        } else if (event instanceof AccountEvent.RightsChanged changed) {
            rights = rights.with(changed.denied(), changed.impersonates());
        } else {
            return event instanceof AccountEvent.Impersonated || event instanceof AccountEvent.ChangedBy;
        }
        return true;
    }

    private void empty() {
        password = "";
        rights = LoginRights.USUAL;
        limits = QuotaLimits.NONE;
        folders = new TreeMap<>();
        subscriptions = new TreeSet<>();
        entries = Annotations.NONE;
    }

    private void redirect(String name, Optional<Redirection> next) {
        empty();
        address = name;
        redirection = next;
        removed = next.isEmpty();
    }

    private boolean aboutFolders(AccountEvent event) {
        folders = new TreeMap<>(folders);
        subscriptions = new TreeSet<>(subscriptions);
        if (event instanceof AccountEvent.FolderCreated created) {
            folders.put(created.name(), created.folder());
            given(created.folder());
        } else if (event instanceof AccountEvent.FolderDeleted deleted) {
            MailboxId mailbox = folders.remove(deleted.name()).mailbox();
            entries = entries.without(mailbox);
            unswept = new TreeMap<>(unswept);
            forgotten(mailbox, deleted.at());
        } else if (event instanceof AccountEvent.FolderRenamed renamed) {
            List<String> moved = before.renamed(renamed.from());
            moved.forEach(folders::remove);             // all of them first: one's new name may be another's old one
            moved.forEach(name -> folders.put(renamed.to() + name.substring(renamed.from().length()), before.folders().get(name)));
        } else if (event instanceof AccountEvent.InboxRenamed renamed) {
            folders.put(renamed.to(), before.folders().get(Account.INBOX));
            folders.put(Account.INBOX, renamed.newInbox());
            given(renamed.newInbox());
        } else if (event instanceof AccountEvent.Subscribed subscribed) {
            subscriptions.add(subscribed.name());
        } else if (event instanceof AccountEvent.Unsubscribed unsubscribed) {
            subscriptions.remove(unsubscribed.name());
        } else if (event instanceof AccountEvent.SpecialUseChanged changed) {
            folders.put(changed.name(), before.folders().get(changed.name()).withUses(changed.uses()));
        } else if (event instanceof AccountEvent.AnnotationsChanged changed) {
            entries = entries.with(changed.mailbox(), changed.changes());
        } else {
            return false;
        }
        return true;
    }

    /** As the journal keeps the time. */
    private void forgotten(MailboxId mailbox, Instant at) {
        unswept.put(mailbox.value(), at.truncatedTo(ChronoUnit.MILLIS));
    }

    private void given(Folder folder) {
        lastUidValidity = Math.max(lastUidValidity, folder.uidValidity());
    }
}
