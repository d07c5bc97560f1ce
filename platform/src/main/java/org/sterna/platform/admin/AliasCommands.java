package org.sterna.platform.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "alias", description = "Addresses that lead to others.")
final class AliasCommands extends CommandGroup {
    @Command(description = "Send copies of mail for ADDRESS to every TARGET, here or elsewhere; adds to those it has.")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "TARGET", arity = "1..*") List<String> targets,
            @Option(names = "--owner", paramLabel = "ADDRESS", description = {"Who is told of copies that cannot be delivered: the alias is a list then.",
                "none: the sender of each message, as for an alias without an owner."}) Optional<String> owner) {
        List<String> command = addresses("add", address, targets);
        owner.ifPresent(who -> command.addAll(List.of("--owner", who.equals("none") ? who : Typed.address(who))));
        return change(data, command);
    }

    @Command(description = "Take targets away, or the alias if no TARGET is named.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
               @Parameters(paramLabel = "TARGET", arity = "0..*") List<String> targets) {
        return change(data, addresses("remove", address, targets == null ? List.of() : targets));
    }

    @Command(description = "List the aliases with their targets and owners, or one of them.")
    int list(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS", arity = "0..1") Optional<String> address) {
        List<String> command = new ArrayList<>(List.of("alias", "list"));
        address.map(Typed::address).ifPresent(command::add);
        return call(data, command);
    }

    @Command(description = "Show what was done to an address, by whom and when.")
    int log(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address) {
        return call(data, List.of("account", "log", Typed.address(address)));
    }

    @Command(name = "import", description = "Make many aliases from lines of \"address target...\"; - is the standard input.")
    int importFile(@Mixin DataFolder data, @Parameters(paramLabel = "FILE") Path file) {
        return change(data, List.of("alias", "import"), new ImportFile(file, "address target...", "\\S+@\\S+(\\s+\\S+@\\S+)+").read(terminal()));
    }

    private static List<String> addresses(String verb, String address, List<String> targets) {
        List<String> command = new ArrayList<>(List.of("alias", verb, Typed.address(address)));
        targets.forEach(target -> command.add(Typed.address(target)));
        return command;
    }
}
