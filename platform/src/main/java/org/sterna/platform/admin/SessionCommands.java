package org.sterna.platform.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "session", description = "What connections did, present and past.")
final class SessionCommands extends CommandGroup {
    @Command(description = "List sessions, the latest last.")
    int list(@Mixin DataFolder data,
             @Option(names = "--account", paramLabel = "A", description = "Only those of one account.") Optional<String> account,
             @Option(names = "--since", paramLabel = "T", description = "Such as 2h, 7d or 2026-03-01T12:00:00Z.") Optional<String> since,
             @Option(names = "--json", description = "For programs.") boolean json) {
        List<String> command = new ArrayList<>(List.of("session", "list"));
        account.map(Typed::address).ifPresent(address -> command.addAll(List.of("--account", address)));
        since.map(time -> Typed.since(time, Instant.now())).ifPresent(time -> command.addAll(List.of("--since", time)));
        return call(data, QueueCommands.withJson(command, json));
    }

    @Command(description = "Show all events of one session.")
    int show(@Mixin DataFolder data, @Parameters(paramLabel = "ID") String id,
             @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, QueueCommands.withJson(List.of("session", "show", id), json));
    }
}
