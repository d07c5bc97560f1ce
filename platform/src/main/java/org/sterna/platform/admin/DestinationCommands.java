package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "destination", description = "Where mail goes: its limits, its health, and whether it may go there at all.")
final class DestinationCommands extends CommandGroup {
    @Command(description = "List the destinations in use on this node, and those that are frozen.")
    int list(@Mixin DataFolder data, @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, QueueCommands.withJson(List.of("destination", "list"), json));
    }

    @Command(description = "Show one destination: standing, limits, and what every node was granted.")
    int show(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name,
             @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, QueueCommands.withJson(List.of("destination", "show", Typed.destination(name)), json));
    }

    @Command(description = "Send nothing there until it is thawed; messages wait.")
    int freeze(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name,
               @Option(names = "--reason", paramLabel = "TEXT", description = "For other operators.") Optional<String> reason) {
        List<String> command = new ArrayList<>(List.of("destination", "freeze", Typed.destination(name)));
        QueueFilters.add(command, "--reason", reason);
        return call(data, command);
    }

    @Command(description = "Send there again.")
    int thaw(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name) {
        return call(data, List.of("destination", "thaw", Typed.destination(name)));
    }

    @Command(description = "Try it now: its back-off ends, and the messages that wait for it are due.")
    int retry(@Mixin DataFolder data, @Parameters(paramLabel = "NAME") String name) {
        return call(data, List.of("destination", "retry", Typed.destination(name)));
    }
}
