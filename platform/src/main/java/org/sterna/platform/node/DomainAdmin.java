package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.directory.DomainSettings.Kind;
import org.sterna.persistence.directory.DomainSettings.Recipients;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.transfer.Transports;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;

/** Domains with their settings and aliases, and routes. */
final class DomainAdmin {
    private final DirectoryServices services;

    DomainAdmin(DirectoryServices services) {
        this.services = services;
    }

    CompletionStage<AdminResult> handleDomain(List<String> command) {
        switch (command.get(1)) {
            case "add":
                return add(name(command.get(2)), command);
            case "set":
                return set(name(command.get(2)), command.subList(3, command.size()));
            case "remove":
                return remove(name(command.get(2)));
            case "list":
                return DirectoryServices.done(String.join("\n", services.directory().get().settings().entrySet().stream()
                        .map(each -> line(each.getKey(), each.getValue())).toList()));
            case "alias":
                return handleAlias(command);
            default:
                return DirectoryAdmin.unknown(command);
        }
    }

    private CompletionStage<AdminResult> handleAlias(List<String> command) {
        switch (command.get(2)) {
            case "add":
                return addAlias(name(command.get(3)), name(command.get(4)));
            case "remove":
                return services.want(new DirectoryEvent.DomainAliasRemoved(name(command.get(3)), services.now()), "removed domain alias " + name(command.get(3)));
            case "list":
                return DirectoryServices.done(lines(services.directory().get().aliases()));
            default:
                return DirectoryAdmin.unknown(command.subList(1, command.size()));
        }
    }

    CompletionStage<AdminResult> handleRoute(List<String> command) {
        switch (command.get(1)) {
            case "add":
                String pattern = pattern(command.get(2));
                return !isNextHop(command.get(3)) ? DirectoryServices.refused(noNextHop(command.get(3)))
                        : services.want(new DirectoryEvent.RouteAdded(pattern, command.get(3), services.now()), "added route " + pattern + " " + command.get(3));
            case "remove":
                return services.want(new DirectoryEvent.RouteRemoved(pattern(command.get(2)), services.now()), "removed route " + command.get(2));
            case "list":
                return DirectoryServices.done(lines(services.directory().get().routes()));
            default:
                return DirectoryAdmin.unknown(command);
        }
    }

    /** As forward-paths will name it. */
    private static String name(String text) {
        return Domain.parse(text, AddressForm.UTF8).map(Domain::text).orElse(text.toLowerCase(Locale.ROOT));
    }

    /** Of domains, as routes are stored. */
    static String pattern(String text) {
        return text.startsWith("*.") ? "*." + name(text.substring(2)) : name(text);
    }

    private static String lines(Map<String, String> pairs) {
        return String.join("\n", pairs.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList());
    }

    private static boolean isNextHop(String text) {
        return Transports.isRoute(text);
    }

    private static String noNextHop(String text) {
        return "'" + text + "' is no next hop: give host, host:port or [address]:port, with smtp:, smtps: or lmtp: in front if you like; or mx, discard, error:TEXT";
    }

    private CompletionStage<AdminResult> add(String domain, List<String> command) {
        if (Domain.parse(domain).isEmpty()) {
            return DirectoryServices.refused("'" + domain + "' is no domain");
        }
        DomainSettings settings = DomainSettings.LOCAL;
        if (command.contains("--relay")) {
            Optional<String> nextHop = option(command, "--next-hop");
            if (nextHop.isPresent() && !isNextHop(nextHop.get())) {
                return DirectoryServices.refused(noNextHop(nextHop.get()));
            }
            Optional<Recipients> recipients = recipients(option(command, "--recipients").orElse("all"));
            if (recipients.isEmpty()) {
                return DirectoryServices.refused("--recipients must be all, listed or verify");
            }
            settings = DomainSettings.relay(recipients.get(), nextHop);
        }
        return services.want(new DirectoryEvent.DomainAdded(domain, settings, services.now()), "added domain " + domain);
    }

    private static Optional<String> option(List<String> command, String name) {
        int at = command.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(command.get(at + 1));
    }

    private static Optional<Recipients> recipients(String word) {
        return List.of(Recipients.values()).stream().filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word)).findFirst();
    }

    /** Addresses of its own would be hidden by the alias. */
    private CompletionStage<AdminResult> addAlias(String alias, String domain) {
        return Domain.parse(alias).isEmpty() ? DirectoryServices.refused("'" + alias + "' is no domain")
                : services.want(new DirectoryEvent.DomainAliasAdded(alias, domain, services.now()), "added domain alias " + alias + " " + domain);
    }

    /** A domain that still has addresses stays: their mail would be refused without a word to them. */
    private CompletionStage<AdminResult> remove(String domain) {
        return addressesOf(domain).thenCompose(addresses -> addresses.isEmpty()
                ? services.want(new DirectoryEvent.DomainRemoved(domain, services.now()), "removed domain " + domain)
                : DirectoryServices.refused(domain + " has " + addresses.size() + " accounts, aliases and recipients, such as " + addresses.get(0)
                        + ": remove them first"));
    }

    private CompletionStage<List<String>> addressesOf(String domain) {
        return services.addresses().used().thenApply(all -> all.stream().map(AddressUse::address)
                .filter(address -> address.endsWith("@" + domain)).sorted().toList());
    }

    private CompletionStage<AdminResult> set(String domain, List<String> assignments) {
        Optional<DomainSettings> before = Optional.ofNullable(services.directory().get().settings().get(domain));
        if (before.isEmpty()) {
            return DirectoryServices.refused(domain + " is no domain of ours");
        }
        DomainSettings after = before.get();
        for (String assignment : assignments) {
            DomainAssignment.Outcome outcome = DomainAssignment.apply(after, assignment);
            if (outcome.complaint().isPresent()) {
                return DirectoryServices.refused(outcome.complaint().get());
            }
            after = outcome.settings();
        }
        DirectoryEvent wanted = new DirectoryEvent.DomainChanged(domain, after, services.now());
        if (after.caseSensitive() == before.get().caseSensitive()) {
            return services.want(wanted, "changed domain " + domain);
        }
        // Its addresses are stored under names that depend on it.
        return addressesOf(domain).thenCompose(addresses -> addresses.isEmpty() ? services.want(wanted, "changed domain " + domain)
                : DirectoryServices.refused(domain + " has addresses, such as " + addresses.get(0) + ": case-sensitive can be set only before"));
    }

    /** A domain with what is special about it. */
    static String line(String name, DomainSettings domain) {
        List<String> words = new ArrayList<>(List.of(name));
        if (domain.kind() == Kind.RELAY) {
            words.add("relay recipients=" + domain.recipients().name().toLowerCase(Locale.ROOT));
            domain.nextHop().ifPresent(hop -> words.add("next-hop=" + hop));
        }
        domain.catchAll().ifPresent(address -> words.add("catch-all=" + address));
        domain.separator().ifPresent(separator -> words.add("separator=" + separator));
        if (domain.caseSensitive()) {
            words.add("case-sensitive=true");
        }
        return String.join(" ", words);
    }
}
