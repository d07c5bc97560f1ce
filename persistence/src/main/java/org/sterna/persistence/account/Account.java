package org.sterna.persistence.account;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;

/**
 * The rules of one address: it is free, or that of an account, or redirected.
 *
 * @param address         empty until it is used for the first time
 * @param password        the forms in which it is stored, one space between them
 * @param rights          what the account may log in for, and its app passwords
 * @param limits          its own; where they say nothing the settings do
 * @param folders         by name; INBOX is spelled so
 * @param subscriptions   names, which need not exist (RFC 9051 section 6.3.7)
 * @param entries         METADATA (RFC 5464)
 * @param lastUidValidity the highest given to any mailbox of this account, so that none comes twice
 * @param unswept         deleted mailboxes, by id, of which rows and octets may still be there, and when each was deleted; those of an account
 *                        that was removed, too
 * @param redirection     present if the address is an alias or a recipient behind a relay
 * @param events          number of the last event
 * @param removed         it was used, and is free again
 */
public record Account(String address, String password, LoginRights rights, QuotaLimits limits, SortedMap<String, Folder> folders, SortedSet<String> subscriptions,
        Annotations entries, long lastUidValidity, SortedMap<String, Instant> unswept, Optional<Redirection> redirection, long events,
        boolean removed) {
    public static final String INBOX = "INBOX";
    /** Mailboxes of one account. */
    public static final int MAX_FOLDERS = 10_000;
    /** Of the written state: names, subscriptions, annotations. It is told in one message between nodes. */
    public static final int MAX_OCTETS = 8 << 20;
    /** So many names cannot be too long together. */
    private static final int FEW = 1_000;
    private static final AccountCodec CODEC = new AccountCodec();

    public static final Account EMPTY = new Account("", "", LoginRights.USUAL, QuotaLimits.NONE, new TreeMap<>(), new TreeSet<>(), Annotations.NONE, 0,
            new TreeMap<>(), Optional.empty(), 0, false);

    /** True if the address is that of an account. */
    public boolean exists() {
        return !address.isEmpty() && !removed && redirection.isEmpty();
    }

    public AccountVerdict decide(AccountCommand command) {
        if (command instanceof AccountCommand.Create create) {
            return exists() || redirection.isPresent() ? refused(AccountVerdict.Reason.ACCOUNT_EXISTS)
                    : accepted(new AccountEvent.AccountCreated(create.address(), create.password(), first(create), create.at()));
        }
        if (command instanceof AccountCommand.ForgetMailboxes forget) {
            List<MailboxId> known = forget.mailboxes().stream().filter(each -> unswept.containsKey(each.value())).toList();
            return known.isEmpty() ? new AccountVerdict.Accepted(List.of()) : accepted(new AccountEvent.MailboxesSwept(known));
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
        if (command instanceof AccountCommand.SetQuota set) {
            return accepted(new AccountEvent.QuotaChanged(set.limits(), set.at()));
        }
        if (command instanceof AccountCommand.Remove remove) {
            return accepted(new AccountEvent.AccountRemoved(remove.at()));
        }
        return bounded(LoginRules.decide(this, command).or(() -> FolderRules.decide(this, command)).orElseThrow(() -> new AssertionError(command)));
    }

    /** What would make the state too long to be told is refused; what makes it shorter, or deletes a mailbox, never. */
    private AccountVerdict bounded(AccountVerdict verdict) {
        if (!(verdict instanceof AccountVerdict.Accepted accepted) || accepted.events().isEmpty()
                || folders.size() + subscriptions.size() + unswept.size() < FEW && annotationOctets() < MAX_OCTETS / 2) {
            return verdict;
        }
        Account next = this;
        for (AccountEvent event : accepted.events()) {
            next = next.evolve(event);
        }
        int octets = CODEC.manifest(next).length;
        boolean grows = octets > MAX_OCTETS && next.unswept.size() == unswept.size() && octets > CODEC.manifest(this).length;
        return grows ? refused(AccountVerdict.Reason.TOO_MANY) : verdict;
    }

    /** INBOX and the standard mailboxes: no two with one UIDVALIDITY. */
    private SortedMap<String, Folder> first(AccountCommand.Create create) {
        SortedMap<String, Folder> first = new TreeMap<>();
        long uidValidity = uidValidity(create.at());
        first.put(INBOX, new Folder(create.inbox(), uidValidity));
        for (SpecialUse use : SpecialUse.values()) {
            if (create.standard().containsKey(use)) {
                first.put(use.folder(), new Folder(create.standard().get(use), ++uidValidity, Set.of(use)));
            }
        }
        return first;
    }

    /** The mailbox that is for this. */
    public Optional<String> withUse(SpecialUse use) {
        return folders.entrySet().stream().filter(each -> each.getValue().uses().contains(use)).map(Map.Entry::getKey).findFirst();
    }

    /**
     * METADATA entries by name in lower case; what a mailbox is for is among them (RFC 6154 section 4).
     *
     * @param mailbox its name, empty for the account itself; a mailbox that does not exist has none
     */
    public SortedMap<String, Annotation> annotations(Optional<String> mailbox) {
        Optional<Folder> folder = mailbox.map(Account::spelled).map(folders::get);
        if (mailbox.isPresent() && folder.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, Annotation> own = entries.of(folder.map(Folder::mailbox));
        Set<SpecialUse> uses = folder.map(Folder::uses).orElse(Set.of());
        if (uses.isEmpty()) {
            return own;
        }
        SortedMap<String, Annotation> all = new TreeMap<>(own);
        all.put(FolderRules.SPECIAL_USE_ENTRY, Annotation.of(uses.stream().sorted().map(SpecialUse::attribute).collect(Collectors.joining(" "))));
        return all;
    }

    /** Names and values of all METADATA entries, in octets. */
    public long annotationOctets() {
        return entries.octets();
    }

    /** The name and those below it. */
    List<String> renamed(String from) {
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

    long uidValidity(Instant at) {
        return FolderRules.uidValidity(at, lastUidValidity);
    }

    static AccountVerdict accepted(AccountEvent event) {
        return new AccountVerdict.Accepted(List.of(event));
    }

    static AccountVerdict refused(AccountVerdict.Reason reason) {
        return new AccountVerdict.Refused(reason);
    }

    public Account evolve(AccountEvent event) {
        return new AccountDraft(this).evolve(event);
    }
}
