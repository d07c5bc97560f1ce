package org.sterna.platform.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountCodec;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.platform.admin.AdminResult;

/** What was done to an address, by whom and when: the events that are about more than mailboxes. */
final class AccountLog {
    private static final int LOOKED_AT = 2000;

    private final DirectoryServices services;
    private final JournalReader journal;

    AccountLog(DirectoryServices services, JournalReader journal) {
        this.services = services;
        this.journal = journal;
    }

    /** {@code account log ADDRESS}: of the last events, the latest last. */
    CompletionStage<AdminResult> show(String address) {
        String key = services.key(address);
        return services.ask(key, new AccountCommand.Look()).thenCompose(response -> {
            long last = response.account().events();
            return journal.read(AccountEntity.KIND + "|" + key, Math.max(1, last - LOOKED_AT + 1), last).thenApply(rows -> rows.isEmpty()
                    ? AdminResult.refused("the address " + key + " was never used") : AdminResult.done(String.join("\n", lines(rows))));
        });
    }

    static List<String> lines(List<JournalRow> rows) {
        List<String> lines = new ArrayList<>();
        Optional<String> who = Optional.empty();
        for (JournalRow row : rows) {
            AccountEvent event = AccountCodec.EVENTS.read(row.event());
            if (event instanceof AccountEvent.ChangedBy by) {
                who = Optional.of(by.who());
            } else {
                Optional<String> asked = who;
                describe(event).ifPresent(entry -> lines.add(Printable.text(row.number() + "  " + entry.at() + "  " + entry.text()
                        + asked.map(name -> "  by " + name).orElse(""))));
                who = Optional.empty();
            }
        }
        return lines;
    }

    private record Described(Instant at, String text) { }

    /** Empty for what users do to their mailboxes: these have a log of their own. */
    private static Optional<Described> describe(AccountEvent event) {
        if (event instanceof AccountEvent.AccountCreated created) {
            return of(created.at(), "account created");
        }
        if (event instanceof AccountEvent.PasswordChanged changed) {
            return of(changed.at(), "password changed or hashed anew");
        }
        if (event instanceof AccountEvent.AppPasswordAdded added) {
            return of(added.app().made(), "app password added: " + added.app());
        }
        if (event instanceof AccountEvent.AppPasswordRemoved removed) {
            return of(removed.at(), "app password removed: " + removed.name());
        }
        if (event instanceof AccountEvent.RightsChanged changed) {
            return of(changed.at(), LoginAdmin.text(changed.denied(), changed.impersonates()));
        }
        if (event instanceof AccountEvent.Impersonated impersonated) {
            return of(impersonated.at(), impersonated.by() + " logged in as this account for " + impersonated.scope().word() + " from " + impersonated.remote());
        }
        if (event instanceof AccountEvent.QuotaChanged changed) {
            return of(changed.at(), "quota changed: " + changed.limits().octets().map(octets -> octets + " octets").orElse("octets as in the settings") + ", "
                    + changed.limits().messages().map(messages -> messages + " messages").orElse("messages as in the settings"));
        }
        if (event instanceof AccountEvent.AccountRemoved removed) {
            return of(removed.at(), "account removed");
        }
        return redirection(event);
    }

    private static Optional<Described> redirection(AccountEvent event) {
        if (event instanceof AccountEvent.AliasChanged changed) {
            return of(changed.at(), changed.targets().isEmpty() ? "alias removed" : "alias of " + String.join(", ", changed.targets()));
        }
        if (event instanceof AccountEvent.RelayedRecipientChanged changed) {
            return of(changed.at(), "recipient behind a relay" + changed.nextHop().map(hop -> ", next hop " + hop).orElse(""));
        }
        if (event instanceof AccountEvent.RelayedRecipientRemoved removed) {
            return of(removed.at(), "recipient behind a relay removed");
        }
        return Optional.empty();
    }

    private static Optional<Described> of(Instant at, String text) {
        return Optional.of(new Described(at, text));
    }
}
