package org.sterna.platform.admin;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "domain", description = "Domains this platform has accounts in.")
final class DomainCommands extends CommandGroup {
    @Command(description = "Take mail for a domain.")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name) {
        return call(data, List.of("domain", "add", Typed.domain(name)));
    }

    @Command(description = "Take no more mail for a domain; it must have no accounts.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name) {
        return call(data, List.of("domain", "remove", Typed.domain(name)));
    }

    @Command(description = "List the domains.")
    int list(@Mixin DataFolder data) {
        return call(data, List.of("domain", "list"));
    }
}
