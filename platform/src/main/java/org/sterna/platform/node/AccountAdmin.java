package org.sterna.platform.node;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.quota.EntityUsage;
import org.sterna.protocols.crypto.PasswordHash;

/** Accounts. */
final class AccountAdmin {
    private final DirectoryServices services;

    AccountAdmin(DirectoryServices services) {
        this.services = services;
    }

    CompletionStage<AdminResult> handle(List<String> command, String input) {
        switch (command.get(1)) {
            case "add":
                return add(command.get(2), input, quota(command), services.authenticator()::seal).thenApply(complaint -> DirectoryServices.result(complaint, "added"));
            case "passwd":
                return passwd(services.key(command.get(2)), input).thenApply(complaint ->
                        DirectoryServices.result(complaint, "changed the password of " + command.get(2)));
            case "remove":
                return remove(services.key(command.get(2)));
            case "list":
                return services.addresses().all().thenApply(all -> AdminResult.done(String.join("\n",
                        all.stream().map(AddressEntry::address).sorted().toList())));
            case "quota":
                return quota(Words.of(command));
            case "app-password":
                return new LoginAdmin(services).appPassword(Words.of(command));
            case "permit":
                return new LoginAdmin(services).permit(Words.of(command));
            case "bans":
                return new LoginAdmin(services).bans();
            case "unban":
                return new LoginAdmin(services).unban(Words.of(command));
            case "import":
                return LineImport.run(input, "accounts", line -> add(line, command.contains("--hashed")));
            default:
                return DirectoryAdmin.unknown(command);
        }
    }

    private CompletionStage<Optional<String>> passwd(String key, String password) {
        return services.ask(key, new AccountCommand.Look()).thenCompose(before -> services.authenticator().seal(password, before.account().password(),
                before.account().rights())).thenCompose(sealed -> services.change(key, new AccountCommand.SetPassword(sealed, services.now())));
    }

    /** The account first, so that nothing new comes; then its mailboxes, which take no message any more. */
    private CompletionStage<AdminResult> remove(String key) {
        return services.ask(key, new AccountCommand.Look()).thenCompose(before -> services.ask(key, new AccountCommand.Remove(services.now()))
                .thenCompose(response -> {
                    Optional<String> complaint = DirectoryServices.complaint(key, response);
                    if (complaint.isPresent()) {
                        return DirectoryServices.refused(complaint.get());
                    }
                    CompletableFuture<?>[] deleted = before.account().folders().values().stream().map(folder -> DirectoryServices.ASK.<MailboxEntity.Message, Verdict>ask(services.sharding()
                            .entityRefFor(MailboxEntity.TYPE, folder.mailbox().value()), replyTo -> new MailboxEntity.Request(
                                    new MailboxCommand.Delete(By.nobody(services.now())), replyTo)).toCompletableFuture())
                            .toArray(CompletableFuture[]::new);
                    return CompletableFuture.allOf(deleted).thenApply(unused -> AdminResult.done("removed account " + key));
                }));
    }

    /** Sets what was said, and shows what is in force and used. */
    private CompletionStage<AdminResult> quota(Words words) {
        String key = services.key(words.plain().get(2));
        return services.ask(key, new AccountCommand.Look()).thenCompose(before -> {
            QuotaLimits own = before.account().limits();
            QuotaLimits next = new QuotaLimits(limit(words, "--storage", own.octets()), limit(words, "--messages", own.messages()));
            return next.equals(own) ? CompletableFuture.completedFuture(before) : services.ask(key, new AccountCommand.SetQuota(next, services.now()));
        }).thenCompose(response -> {
            Optional<String> complaint = DirectoryServices.complaint(key, response);
            return complaint.isPresent() ? DirectoryServices.refused(complaint.get()) : new EntityUsage(services.sharding()).of(key).thenApply(used ->
                    AdminResult.done(key + ": " + used.octets() + " octets of " + said(response.account().limits().octets()) + ", " + used.messages()
                            + " messages of " + said(response.account().limits().messages())));
        });
    }

    /** "default" takes away what the account has of its own. */
    private static Optional<Long> limit(Words words, String option, Optional<Long> before) {
        return words.option(option).map(text -> text.equals("default") ? Optional.<Long>empty() : Optional.of(Long.parseLong(text))).orElse(before);
    }

    private static String said(Optional<Long> limit) {
        return limit.map(Object::toString).orElse("what the settings allow");
    }

    private static Optional<Long> quota(List<String> command) {
        int at = command.indexOf("--quota");
        return at < 0 ? Optional.empty() : Optional.of(Long.parseLong(command.get(at + 1)));
    }

    /** They cost one event together: each mailbox is made when somebody meets it. */
    private Map<SpecialUse, MailboxId> standard() {
        Map<SpecialUse, MailboxId> standard = new EnumMap<>(SpecialUse.class);
        if (services.standardFolders()) {
            for (SpecialUse use : SpecialUse.values()) {
                standard.put(use, MailboxId.random(services.random()));
            }
        }
        return standard;
    }

    /** One of the lines "address password", or "address hash" with the hash of another program. */
    private CompletionStage<Optional<String>> add(String line, boolean hashed) {
        String[] parts = line.split("\\s+", 2);
        if (parts.length < 2) {
            return CompletableFuture.completedFuture(Optional.of("no password behind '" + parts[0] + "'"));
        }
        if (hashed && PasswordHash.parse(parts[1]).isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("the hash of " + parts[0] + " is none that is known here, or costs too much"));
        }
        return add(parts[0], parts[1], Optional.empty(), hashed ? CompletableFuture::completedFuture : services.authenticator()::sealForImport);
    }

    /**
     * Empty if it was made, otherwise why not.
     *
     * @param seal makes of the password what is stored
     */
    private CompletionStage<Optional<String>> add(String typed, String password, Optional<Long> quota, Function<String, CompletionStage<String>> seal) {
        DirectoryServices.Named named = services.named(typed);
        if (named.complaint().isPresent()) {
            return CompletableFuture.completedFuture(named.complaint());
        }
        String address = named.key();
        if (password.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("the password of " + address + " is empty"));
        }
        MailboxId inbox = MailboxId.random(services.random());
        return seal.apply(password).thenCompose(sealed -> services.ask(address, new AccountCommand.Create(address, sealed, inbox, standard(), services.now())))
                .thenCompose(response -> {
                    if (response.verdict() instanceof AccountVerdict.Refused) {
                        return CompletableFuture.completedFuture(DirectoryServices.complaint(address, response));
                    }
                    long uidValidity = response.account().folders().get(Account.INBOX).uidValidity();
                    return DirectoryServices.ASK.<MailboxEntity.Message, Verdict>ask(services.sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()), replyTo ->
                            new MailboxEntity.Request(new MailboxCommand.Create(inbox, address, uidValidity, By.nobody(services.now())), replyTo))
                            .thenCompose(created -> quota.isEmpty() ? CompletableFuture.completedFuture(response)
                                    : services.ask(address, new AccountCommand.SetQuota(new QuotaLimits(quota, Optional.empty()), services.now())))
                            .thenApply(done -> Optional.<String>empty());
                });
    }
}
