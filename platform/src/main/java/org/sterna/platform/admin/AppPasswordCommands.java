package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "app-password", description = "Passwords of single programs.")
final class AppPasswordCommands implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private AccountCommands account;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "'account app-password' needs one of: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(description = "Make one up and show it, once.")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "NAME", description = "What it is called, such as phone.") String name,
            @Option(names = "--for", paramLabel = "LIST", description = "Some of imap, pop3 and smtp, with commas; default: all.") Optional<String> scopes,
            @Option(names = "--expires", paramLabel = "DAYS", description = "Days until it is good for nothing; default: never.") Optional<String> days) {
        List<String> command = new ArrayList<>(List.of("account", "app-password", "add", Typed.address(address), name(name)));
        scopes.ifPresent(list -> command.addAll(List.of("--for", list)));
        days.map(Typed::days).ifPresent(count -> command.addAll(List.of("--expires", count)));
        return account.change(data, command);
    }

    @Command(description = "Take one away.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address, @Parameters(paramLabel = "NAME") String name) {
        return account.change(data, List.of("account", "app-password", "remove", Typed.address(address), name(name)));
    }

    @Command(description = "List those of an account.")
    int list(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address) {
        return account.call(data, List.of("account", "app-password", "list", Typed.address(address)));
    }

    private static String name(String name) {
        if (name.isBlank() || name.startsWith("-") || name.length() > 64 || name.chars().anyMatch(Character::isISOControl)) {
            throw new AdminException("'" + name + "' must be a name of 1 to 64 characters");
        }
        return name;
    }
}
