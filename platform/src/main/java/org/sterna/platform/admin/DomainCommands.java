package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "domain", description = "Domains this platform takes mail for.", subcommands = DomainAliasCommands.class)
final class DomainCommands extends CommandGroup {
    @Command(description = "Take mail for a domain: for accounts here or, with --relay, to pass it on.")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name, @ArgGroup(exclusive = false) RelayOptions relay) {
        List<String> command = new ArrayList<>(List.of("domain", "add", Typed.domain(name)));
        if (relay != null) {
            command.add("--relay");
            relay.recipients.ifPresent(which -> command.addAll(List.of("--recipients", which)));
            relay.nextHop.map(Typed::nextHop).ifPresent(hop -> command.addAll(List.of("--next-hop", hop)));
        }
        return change(data, command);
    }

    /** Only together with --relay. */
    static final class RelayOptions {
        @Option(names = "--relay", required = true, description = "Its mailboxes are elsewhere: we are its backup, or the way in.")
        private boolean relay;

        @Option(names = "--recipients", paramLabel = "WHICH", description = "all (default), listed (./sterna recipient), or verify: the next hop is asked.")
        private Optional<String> recipients = Optional.empty();

        @Option(names = "--next-hop", paramLabel = "NEXT-HOP", description = "Where it is passed on; default: by route or MX.")
        private Optional<String> nextHop = Optional.empty();
    }

    @Command(description = {"Change how mail for a domain is treated, such as: domain set example.org catch-all=jones@example.org",
        "catch-all=ADDRESS|none  separator=CHARACTER|default (empty: no details)  case-sensitive=true|false",
        "recipients=all|listed|verify  next-hop=NEXT-HOP|none (relay domains)"})
    int set(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "SETTING=VALUE", arity = "1..*") List<String> settings) {
        List<String> command = new ArrayList<>(List.of("domain", "set", Typed.domain(name)));
        settings.forEach(each -> command.add(Typed.assignment(each)));
        return change(data, command);
    }

    @Command(description = "Take no more mail for a domain; it must have no accounts, aliases and recipients.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name) {
        return change(data, List.of("domain", "remove", Typed.domain(name)));
    }

    @Command(description = {"Print every DNS record a domain needs, as lines of a zone file.",
        "With --check: compare them with what the DNS has; status 1 if anything is missing or differs."})
    int dns(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--check", description = "Ask the DNS (sterna.dns.servers), past all caches of the node.") boolean check) {
        List<String> command = new ArrayList<>(List.of("domain", "dns", Typed.domain(name)));
        if (check) {
            command.add("--check");
        }
        return call(data, command);
    }

    @Command(description = {"The keys that sign (DKIM) for a domain.", "show: list them with their records. rotate: make new ones and print what the DNS has to say of them; they begin to sign when it does.",
        "activate: let new ones, or that of SELECTOR, sign without waiting for the DNS."})
    int dkim(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "show|rotate|activate", arity = "0..1", defaultValue = "show") SigningAction action,
            @Parameters(paramLabel = "SELECTOR", arity = "0..1", description = "With activate: of one key.") Optional<String> selector,
            @Option(names = "--activate", description = "With rotate: let the new ones sign at once.") boolean activate) {
        List<String> command = new ArrayList<>(List.of("domain", "dkim", Typed.domain(name), action.name()));
        selector.ifPresent(command::add);
        if (activate) {
            command.add("--activate");
        }
        return action == SigningAction.show ? call(data, command) : change(data, command);
    }

    @Command(description = {"What others report about a domain: who sends mail in its name (DMARC), and how sessions with its hosts were protected (TLSRPT).",
        "Nobody vouches for what they say."})
    int report(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--days", paramLabel = "N", defaultValue = "7", description = "Of the last days, today among them; 1 to 365. Default: 7.") int days) {
        return call(data, List.of("domain", "report", Typed.domain(name), "--days", Integer.toString(days)));
    }

    /** As it is typed. */
    enum SigningAction { show, rotate, activate }

    @Command(description = "Show what was done to the domains, or to one of them, by whom and when.")
    int log(@Mixin DataFolder data, @Parameters(paramLabel = "NAME", arity = "0..1") Optional<String> name) {
        List<String> command = new ArrayList<>(List.of("domain", "log"));
        name.map(Typed::domain).ifPresent(command::add);
        return call(data, command);
    }

    @Command(description = "List the domains with what is special about them.")
    int list(@Mixin DataFolder data) {
        return call(data, List.of("domain", "list"));
    }
}
