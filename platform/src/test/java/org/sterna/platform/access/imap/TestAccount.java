package org.sterna.platform.access.imap;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.Annotation;
import org.sterna.persistence.account.AnnotationLimits;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.identity.MailboxId;

/** An account in memory, changed by its own rules. Immutable. */
record TestAccount(Account account) {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** With INBOX only. */
    static TestAccount empty() {
        return new TestAccount(Account.EMPTY).with(new AccountCommand.Create("joe@example.org", "", id("INBOX"), NOW));
    }

    /** Mailboxes of these names; none above them that is not named. */
    static TestAccount of(String... mailboxes) {
        TestAccount all = empty();
        for (String mailbox : mailboxes) {
            all = all.create(mailbox);
        }
        return all;
    }

    static MailboxId id(String name) {
        return new MailboxId("%26s".formatted(Integer.toUnsignedString(name.hashCode(), 32)).replace(' ', '0'));
    }

    private TestAccount with(AccountCommand command) {
        AccountVerdict verdict = account.decide(command);
        if (!(verdict instanceof AccountVerdict.Accepted accepted)) {
            throw new AssertionError(verdict);
        }
        Account next = account;
        for (AccountEvent event : accepted.events()) {
            next = next.evolve(event);
        }
        return new TestAccount(next);
    }

    TestAccount create(String name, SpecialUse... uses) {
        return with(new AccountCommand.CreateFolder(name, id(name), Set.of(uses), NOW));
    }

    TestAccount delete(String name) {
        return with(new AccountCommand.DeleteFolder(name, NOW));
    }

    TestAccount rename(String from, String to) {
        return with(new AccountCommand.RenameFolder(from, to, id("new " + from), NOW));
    }

    TestAccount subscribe(String... names) {
        TestAccount all = this;
        for (String name : names) {
            all = all.with(new AccountCommand.Subscribe(name));
        }
        return all;
    }

    TestAccount unsubscribe(String name) {
        return with(new AccountCommand.Unsubscribe(name));
    }

    TestAccount annotate(Optional<String> mailbox, String entry, Optional<String> value) {
        return with(new AccountCommand.SetAnnotations(mailbox, Map.of(entry, value.map(Annotation::of)), new AnnotationLimits(100, 1000), NOW));
    }
}
