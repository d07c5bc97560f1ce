package org.sterna.persistence.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.sterna.persistence.identity.MailboxId;

/** What has happened to an address: to its account, its alias, or the recipient behind a relay that it is. */
public sealed interface AccountEvent {
    /**
     * @param password in the PHC string format, never the password itself
     * @param folders  by name, INBOX among them; the others are subscribed to. Their mailboxes are made when somebody meets them
     */
    record AccountCreated(String address, String password, SortedMap<String, Folder> folders, Instant at) implements AccountEvent { }

    record PasswordChanged(String password, Instant at) implements AccountEvent { }

    record AppPasswordAdded(AppPassword app) implements AccountEvent { }

    record AppPasswordRemoved(String name, Instant at) implements AccountEvent { }

    /** What the account may log in for, see {@link LoginRights}. */
    record RightsChanged(Set<LoginScope> denied, boolean impersonates, Instant at) implements AccountEvent { }

    /**
     * Another account acts for this one (RFC 4422 section 3.4.1).
     *
     * @param by     its address
     * @param remote IP address it came from
     */
    record Impersonated(String by, LoginScope scope, String remote, Instant at) implements AccountEvent { }

    /** Who asked for the events that follow in the same write: an operator, by the name the operating system knows. */
    record ChangedBy(String who, Instant at) implements AccountEvent { }

    /** @param limits the account's own; where they say nothing the settings do */
    record QuotaChanged(QuotaLimits limits, Instant at) implements AccountEvent { }

    record FolderCreated(String name, Folder folder, Instant at) implements AccountEvent { }

    record FolderDeleted(String name, Instant at) implements AccountEvent { }

    /** The folder and everything below it; their mailboxes stay the same. */
    record FolderRenamed(String from, String to, Instant at) implements AccountEvent { }

    /** RENAME of INBOX (RFC 9051 section 6.3.6): its messages go under the new name, INBOX begins anew. */
    record InboxRenamed(String to, Folder newInbox, Instant at) implements AccountEvent { }

    record Subscribed(String name) implements AccountEvent { }

    record Unsubscribed(String name) implements AccountEvent { }

    record AccountRemoved(Instant at) implements AccountEvent { }

    /**
     * The address is an alias, or was one.
     *
     * @param targets all of them, sorted; none once it is an alias no more
     * @param owner   see {@link Redirection.Alias}
     */
    record AliasChanged(String address, List<String> targets, Optional<String> owner, Instant at) implements AccountEvent { }

    /**
     * The address is a recipient behind a relay.
     *
     * @param nextHop {@code host}, {@code host:port} or {@code [address]:port}; empty for that of its domain
     */
    record RelayedRecipientChanged(String address, Optional<String> nextHop, Instant at) implements AccountEvent { }

    record RelayedRecipientRemoved(String address, Instant at) implements AccountEvent { }

    /** What a mailbox is for from now on (RFC 6154). */
    record SpecialUseChanged(String name, Set<SpecialUse> uses, Instant at) implements AccountEvent { }

    /**
     * METADATA (RFC 5464).
     *
     * @param mailbox empty for the account itself
     * @param changes by entry; an empty value removes it
     */
    record AnnotationsChanged(Optional<MailboxId> mailbox, SortedMap<String, Optional<Annotation>> changes, Instant at) implements AccountEvent { }

    /** The rows and octets of these deleted mailboxes are gone: nobody needs to remember them any more. */
    record MailboxesSwept(List<MailboxId> mailboxes) implements AccountEvent { }

    /**
     * The mailbox behind a name.
     *
     * @param uses what it is for; usually nothing special
     */
    record Folder(MailboxId mailbox, long uidValidity, Set<SpecialUse> uses) {
        public Folder {
            uses = Set.copyOf(uses);
        }

        /** One for nothing special. */
        public Folder(MailboxId mailbox, long uidValidity) {
            this(mailbox, uidValidity, Set.of());
        }

        Folder withUses(Set<SpecialUse> next) {
            return new Folder(mailbox, uidValidity, next);
        }
    }
}
