package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AddressUse;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.transfer.Transports;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;

/** Aliases, and recipients behind relays. */
final class RedirectionAdmin {
    /** On the command line, before the address; {@code none} for nobody. */
    private static final String OWNER = "--owner";

    private final DirectoryServices services;

    RedirectionAdmin(DirectoryServices services) {
        this.services = services;
    }

    CompletionStage<AdminResult> handleAlias(List<String> command, String input) {
        switch (command.get(1)) {
            case "add":
                return addAlias(command).thenApply(complaint -> DirectoryServices.result(complaint, "added alias " + command.get(2)));
            case "remove":
                return services.change(services.key(command.get(2)), new AccountCommand.RemoveTargets(
                        command.subList(3, command.size()).stream().map(RedirectionAdmin::printed).toList(), services.now()))
                        .thenApply(complaint -> DirectoryServices.result(complaint, "removed"));
            case "list":
                return list(command, use -> use instanceof AddressUse.AliasEntry alias
                        ? Optional.of(alias.address() + " " + String.join(" ", alias.targets())
                        + alias.owner().map(owner -> " " + OWNER + " " + owner).orElse("")) : Optional.empty());
            case "import":
                return LineImport.run(input, "aliases", line -> addTargets(List.of(line.split("\\s+")), Optional.empty()));
            default:
                return DirectoryAdmin.unknown(command);
        }
    }

    CompletionStage<AdminResult> handleRecipient(List<String> command) {
        switch (command.get(1)) {
            case "add":
                return addRecipient(command.get(2), command.stream().skip(3).findFirst());
            case "remove":
                return services.change(services.key(command.get(2)), new AccountCommand.StopRelaying(services.now()))
                        .thenApply(complaint -> DirectoryServices.result(complaint, "removed"));
            case "list":
                return list(command, use -> use instanceof AddressUse.RelayedEntry relayed
                        ? Optional.of(relayed.address() + relayed.nextHop().map(hop -> " " + hop).orElse("")) : Optional.empty());
            default:
                return DirectoryAdmin.unknown(command);
        }
    }

    /** As addresses are printed, so that {@code "a"@b} and {@code a@b} are the same target. */
    private static String printed(String target) {
        return Address.parse(target, AddressForm.UTF8).map(Address::toString).orElse(target);
    }

    private CompletionStage<Optional<String>> addAlias(List<String> command) {
        int option = command.indexOf(OWNER);
        if (option < 0) {
            return addTargets(command.subList(2, command.size()), Optional.empty());
        }
        List<String> words = command.subList(2, option);
        String owner = command.get(option + 1);
        if (owner.equals("none")) {
            return addTargets(words, Optional.empty()).thenCompose(complaint -> complaint.isPresent() ? CompletableFuture.completedFuture(complaint)
                    : services.change(services.key(words.get(0)), new AccountCommand.RemoveOwner(services.now())));
        }
        Optional<Address> address = Address.parse(owner, AddressForm.UTF8);
        if (address.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(words.get(0) + ": '" + owner + "' is no address"));
        }
        // What could not be delivered to the list would come back to it.
        return services.directory().get().key(address.get()).equals(services.key(words.get(0)))
                ? CompletableFuture.completedFuture(Optional.of(words.get(0) + ": a list cannot be its own owner"))
                : addTargets(words, address.map(Address::toString));
    }

    /** @param words the address, then its targets */
    private CompletionStage<Optional<String>> addTargets(List<String> words, Optional<String> owner) {
        DirectoryServices.Named named = services.named(words.get(0));
        Optional<String> complaint = named.complaint();
        List<String> targets = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            Optional<Address> target = Address.parse(word, AddressForm.UTF8);
            if (complaint.isEmpty() && target.isEmpty()) {
                complaint = Optional.of(words.get(0) + ": '" + word + "' is no address");
            } else if (complaint.isEmpty() && services.directory().get().key(target.get()).equals(named.key())) {
                complaint = Optional.of(words.get(0) + ": an alias cannot lead to itself");
            }
            target.ifPresent(each -> targets.add(each.toString()));
        }
        if (complaint.isEmpty() && targets.isEmpty()) {
            complaint = Optional.of(words.get(0) + ": an alias needs a target");
        }
        return complaint.isPresent() ? CompletableFuture.completedFuture(complaint)
                : services.change(named.key(), new AccountCommand.AddTargets(named.key(), targets, owner, services.now()));
    }

    private CompletionStage<AdminResult> addRecipient(String address, Optional<String> nextHop) {
        DirectoryServices.Named named = services.named(address);
        if (named.complaint().isPresent()) {
            return DirectoryServices.refused(named.complaint().get());
        }
        if (nextHop.isPresent() && !Transports.isRoute(nextHop.get())) {
            return DirectoryServices.refused("'" + nextHop.get() + "' is no next hop: give host, host:port or [address]:port, with smtp:, smtps: or lmtp: in front if you like; or mx, discard, error:TEXT");
        }
        return services.change(named.key(), new AccountCommand.RelayTo(named.key(), nextHop, services.now()))
                .thenApply(complaint -> DirectoryServices.result(complaint, "added recipient " + named.key()));
    }

    /** All, or those of one address if the command names one. */
    private CompletionStage<AdminResult> list(List<String> command, Function<AddressUse, Optional<String>> line) {
        CompletionStage<List<AddressUse>> found = command.size() < 3 ? services.addresses().used()
                : services.addresses().lookup(services.key(command.get(2))).thenApply(use -> use.stream().toList());
        return found.thenApply(all -> AdminResult.done(String.join("\n", all.stream().flatMap(use -> line.apply(use).stream()).sorted().toList())));
    }
}
