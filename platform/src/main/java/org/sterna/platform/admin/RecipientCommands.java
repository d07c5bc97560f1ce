package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "recipient", description = "Recipients whose mailboxes are on servers behind this one.")
final class RecipientCommands extends CommandGroup {
    @Command(description = "Pass mail for ADDRESS on, such as: recipient add jones@example.org server1:2525")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "NEXT-HOP", arity = "0..1", description = "Default: that of the domain.") Optional<String> nextHop) {
        List<String> command = new ArrayList<>(List.of("recipient", "add", Typed.address(address)));
        nextHop.map(Typed::nextHop).ifPresent(command::add);
        return change(data, command);
    }

    @Command(description = "Pass it on no more.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address) {
        return change(data, List.of("recipient", "remove", Typed.address(address)));
    }

    @Command(description = "Show what was done to an address, by whom and when.")
    int log(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address) {
        return call(data, List.of("account", "log", Typed.address(address)));
    }

    @Command(description = "List the recipients with their next hops, or one of them.")
    int list(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS", arity = "0..1") Optional<String> address) {
        List<String> command = new ArrayList<>(List.of("recipient", "list"));
        address.map(Typed::address).ifPresent(command::add);
        return call(data, command);
    }
}
