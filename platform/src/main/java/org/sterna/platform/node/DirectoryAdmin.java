package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.transfer.NextHop;
import org.sterna.protocols.address.Address;

/** Domains, routes and accounts. */
final class DirectoryAdmin {
    private static final Duration ASK = Duration.ofSeconds(30);
    /** Accounts of an import that are made at one time. */
    private static final int AT_ONCE = 32;

    private final Node node;

    DirectoryAdmin(Node node) {
        this.node = node;
    }

    CompletionStage<AdminResult> handle(List<String> command, String input) {
        String verb = command.get(0) + " " + command.get(1);
        switch (verb) {
            case "domain add":
                return want(new DirectoryEvent.DomainAdded(lower(command.get(2)), now()), "added domain " + lower(command.get(2)));
            case "domain remove":
                return removeDomain(lower(command.get(2)));
            case "domain list":
                return done(String.join("\n", node.directory().domains()));
            case "route add":
                return NextHop.parse(command.get(3), 25).isEmpty()
                        ? refused("'" + command.get(3) + "' is no next hop: give host, host:port or [address]:port")
                        : want(new DirectoryEvent.RouteAdded(lower(command.get(2)), command.get(3), now()), "added route " + command.get(2) + " " + command.get(3));
            case "route remove":
                return want(new DirectoryEvent.RouteRemoved(lower(command.get(2)), now()), "removed route " + command.get(2));
            case "route list":
                return done(String.join("\n", node.directory().routes().entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList()));
            case "account add":
                return add(lower(command.get(2)), input, quota(command), false).thenApply(DirectoryAdmin::result);
            case "account passwd":
                return node.authenticator().seal(input).thenCompose(sealed ->
                        change(lower(command.get(2)), new AccountCommand.SetPassword(sealed, now()), "changed the password of " + command.get(2)));
            case "account remove":
                return removeAccount(lower(command.get(2)));
            case "account list":
                return node.addresses().all().thenApply(all -> AdminResult.done(String.join("\n",
                        all.stream().map(AddressEntry::address).sorted().toList())));
            case "account import":
                return importAll(input);
            default:
                return refused("this node does not know the command " + verb);
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private Instant now() {
        return node.clock().instant();
    }

    private static CompletionStage<AdminResult> done(String output) {
        return CompletableFuture.completedFuture(AdminResult.done(output));
    }

    private static CompletionStage<AdminResult> refused(String error) {
        return CompletableFuture.completedFuture(AdminResult.refused(error));
    }

    private CompletionStage<AdminResult> want(DirectoryEvent event, String output) {
        return DirectoryEntity.ref(node.sharding()).<Done>ask(replyTo -> new DirectoryEntity.Want(event, replyTo), ASK)
                .thenApply(done -> AdminResult.done(output));
    }

    /** A domain that still has accounts stays: their mail would be refused without a word to them. */
    private CompletionStage<AdminResult> removeDomain(String domain) {
        return node.addresses().all().thenCompose(all -> {
            List<String> accounts = all.stream().map(AddressEntry::address).filter(address -> address.endsWith("@" + domain)).sorted().toList();
            return accounts.isEmpty() ? want(new DirectoryEvent.DomainRemoved(domain, now()), "removed domain " + domain)
                    : refused(domain + " has " + accounts.size() + " accounts, such as " + accounts.get(0) + ": remove them first");
        });
    }

    /** The account first, so that nothing new comes; then its mailboxes, which take no message any more. */
    private CompletionStage<AdminResult> removeAccount(String address) {
        return ask(address, new AccountCommand.Look()).thenCompose(before -> ask(address, new AccountCommand.Remove(now())).thenCompose(response -> {
            if (response.verdict() instanceof AccountVerdict.Refused refused) {
                return refused(address + ": " + refused.reason().text());
            }
            CompletableFuture<?>[] deleted = before.account().folders().values().stream().map(folder -> node.sharding()
                    .entityRefFor(MailboxEntity.TYPE, folder.mailbox().value()).<Verdict>ask(replyTo ->
                            new MailboxEntity.Request(new MailboxCommand.Delete(now()), replyTo), ASK).toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            return CompletableFuture.allOf(deleted).thenApply(unused -> AdminResult.done("removed account " + address));
        }));
    }

    private static Optional<Long> quota(List<String> command) {
        int at = command.indexOf("--quota");
        return at < 0 ? Optional.empty() : Optional.of(Long.parseLong(command.get(at + 1)));
    }

    /** Empty if it was made, otherwise why not. */
    private CompletionStage<Optional<String>> add(String address, String password, Optional<Long> quota, boolean imported) {
        Optional<Address> parsed = Address.parse(address);
        if (parsed.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("'" + address + "' is no address"));
        }
        if (!node.targets().isLocal(parsed.get())) {
            return CompletableFuture.completedFuture(Optional.of("the domain of " + address + " is not here: run ./sterna domain add "
                    + parsed.get().domain().text() + " first"));
        }
        if (password.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("the password of " + address + " is empty"));
        }
        MailboxId inbox = MailboxId.random(node.random());
        return (imported ? node.authenticator().sealForImport(password) : node.authenticator().seal(password)).thenCompose(sealed -> ask(address, new AccountCommand.Create(address, sealed, inbox, now())))
                .thenCompose(response -> {
                    if (response.verdict() instanceof AccountVerdict.Refused refused) {
                        return CompletableFuture.completedFuture(Optional.of(address + ": " + refused.reason().text()));
                    }
                    long uidValidity = response.account().folders().get(Account.INBOX).uidValidity();
                    return node.sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo -> new MailboxEntity.Request(
                            new MailboxCommand.Create(inbox, address, uidValidity, now()), replyTo), ASK)
                            .thenCompose(created -> quota.isEmpty() ? CompletableFuture.completedFuture(response)
                                    : ask(address, new AccountCommand.SetQuota(quota, now())))
                            .thenApply(done -> Optional.<String>empty());
                });
    }

    private static AdminResult result(Optional<String> complaint) {
        return complaint.map(AdminResult::refused).orElse(AdminResult.done("added"));
    }

    private CompletionStage<AccountEntity.Response> ask(String address, AccountCommand command) {
        return node.sharding().entityRefFor(AccountEntity.TYPE, address).ask(replyTo -> new AccountEntity.Request(command, replyTo), ASK);
    }

    private CompletionStage<AdminResult> change(String address, AccountCommand command, String output) {
        return ask(address, command).thenApply(response -> response.verdict() instanceof AccountVerdict.Refused refused
                ? AdminResult.refused(address + ": " + refused.reason().text()) : AdminResult.done(output));
    }

    /** Lines of "address password"; a bad line is reported and does not hold up the others. */
    private CompletionStage<AdminResult> importAll(String text) {
        List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        List<String> complaints = new ArrayList<>();
        int[] next = {0};
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            lanes[i] = lane(lines, next, complaints).toCompletableFuture();
        }
        return CompletableFuture.allOf(lanes).thenApply(unused -> complaints.isEmpty()
                ? AdminResult.done("added " + lines.size() + " accounts")
                : new AdminResult(1, "added " + (lines.size() - complaints.size()) + " accounts", String.join("\n", complaints)));
    }

    /** A loop over lines that are answered at once, such as thousands of a domain that is not here: each would be a recursion. */
    private CompletionStage<Void> lane(List<String> lines, int[] next, List<String> complaints) {
        while (true) {
            String line;
            synchronized (complaints) {
                if (next[0] >= lines.size()) {
                    return CompletableFuture.completedFuture(null);
                }
                line = lines.get(next[0]++);
            }
            CompletionStage<Void> added = add(line).thenAccept(complaint -> {
                synchronized (complaints) {
                    complaint.ifPresent(complaints::add);
                }
            });
            if (!added.toCompletableFuture().isDone()) {
                return added.thenCompose(unused -> lane(lines, next, complaints));
            }
        }
    }

    private CompletionStage<Optional<String>> add(String line) {
        String[] parts = line.split("\\s+", 2);
        CompletionStage<Optional<String>> added = parts.length < 2
                ? CompletableFuture.completedFuture(Optional.of("no password behind '" + parts[0] + "'"))
                : add(lower(parts[0]), parts[1], Optional.empty(), true);
        return added.exceptionally(failure -> Optional.of(parts[0] + ": " + failure));
    }
}
