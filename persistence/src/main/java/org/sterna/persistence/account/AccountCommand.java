package org.sterna.persistence.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.identity.MailboxId;

/** What can be asked of an account. Names of mailboxes are UTF-8, their separator is {@code /}. */
public sealed interface AccountCommand {
    /** @param standard the mailboxes that are there from the beginning, beside INBOX, by what they are for */
    record Create(String address, String password, MailboxId inbox, Map<SpecialUse, MailboxId> standard, Instant at) implements AccountCommand {
        /** One with INBOX only. */
        public Create(String address, String password, MailboxId inbox, Instant at) {
            this(address, password, inbox, Map.of(), at);
        }
    }

    record SetPassword(String password, Instant at) implements AccountCommand { }

    /** Puts another hash of the same password in the place of this one; nothing if it has been changed since. */
    record ResealPassword(String before, String password, Instant at) implements AccountCommand { }

    record AddAppPassword(AppPassword app) implements AccountCommand { }

    record RemoveAppPassword(String name, Instant at) implements AccountCommand { }

    /**
     * Changes what is named, and leaves the rest as it is.
     *
     * @param allow       what the account may log in for again
     * @param deny        what it may not; it prevails
     * @param impersonate whether it may act for others; empty for as before
     */
    record SetRights(Set<LoginScope> allow, Set<LoginScope> deny, Optional<Boolean> impersonate, Instant at) implements AccountCommand { }

    /**
     * Somebody else has logged in as the account; it is written down, nothing changes.
     *
     * @param by     address of the other account
     * @param remote IP address it came from
     */
    record NoteImpersonation(String by, LoginScope scope, String remote, Instant at) implements AccountCommand { }

    record SetQuota(QuotaLimits limits, Instant at) implements AccountCommand { }

    record Remove(Instant at) implements AccountCommand { }

    /** @param uses refused if another mailbox is for one of them (RFC 6154 section 3) */
    record CreateFolder(String name, MailboxId mailbox, Set<SpecialUse> uses, Instant at) implements AccountCommand {
        /** One for nothing special. */
        public CreateFolder(String name, MailboxId mailbox, Instant at) {
            this(name, mailbox, Set.of(), at);
        }
    }

    record DeleteFolder(String name, Instant at) implements AccountCommand { }

    /** @param newInbox used if INBOX itself is renamed */
    record RenameFolder(String from, String to, MailboxId newInbox, Instant at) implements AccountCommand { }

    /**
     * Makes an alias, or adds to one. Addresses are as they are printed.
     *
     * @param owner who is responsible for it from now on; empty for whoever was, if anybody
     */
    record AddTargets(String address, List<String> targets, Optional<String> owner, Instant at) implements AccountCommand {
        /** Whoever is responsible for it. */
        public AddTargets(String address, List<String> targets, Instant at) {
            this(address, targets, Optional.empty(), at);
        }
    }

    /** The alias has no owner any more. */
    record RemoveOwner(Instant at) implements AccountCommand { }

    /** @param targets none for all of them */
    record RemoveTargets(List<String> targets, Instant at) implements AccountCommand { }

    /** Makes a recipient behind a relay, or gives it another next hop. */
    record RelayTo(String address, Optional<String> nextHop, Instant at) implements AccountCommand { }

    record StopRelaying(Instant at) implements AccountCommand { }

    record Subscribe(String name) implements AccountCommand { }

    record Unsubscribe(String name) implements AccountCommand { }

    /**
     * SETMETADATA (RFC 5464 section 4.3), all or none; {@code /private/specialuse} of a mailbox says what it is for (RFC 6154 section 4).
     *
     * @param mailbox empty for the account itself
     * @param entries by name, in any case; an empty value removes the entry
     */
    record SetAnnotations(Optional<String> mailbox, Map<String, Optional<Annotation>> entries, AnnotationLimits limits, Instant at)
            implements AccountCommand { }

    /** Nothing is left of these deleted mailboxes. Possible in every state of the address. */
    record ForgetMailboxes(List<MailboxId> mailboxes) implements AccountCommand { }

    /** Changes nothing; answered with the state. */
    record Look() implements AccountCommand { }
}
