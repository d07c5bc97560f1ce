package org.sterna.platform.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "mailbox", description = "Mailboxes of an account, and what has happened to them.")
final class MailboxCommands extends CommandGroup {
    @Command(description = "List an account's mailboxes with what they hold.")
    int list(@Mixin DataFolder data, @Parameters(paramLabel = "ACCOUNT") String account,
             @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, QueueCommands.withJson(List.of("mailbox", "list", Typed.address(account)), json));
    }

    @Command(description = "Show who changed what and when, the latest last.")
    int log(@Mixin DataFolder data, @Parameters(paramLabel = "ACCOUNT") String account, @Parameters(paramLabel = "MAILBOX") String mailbox,
            @Option(names = "--since", paramLabel = "T", description = "Such as 2h, 7d or 2026-03-01T12:00:00Z.") Optional<String> since,
            @Option(names = "--limit", paramLabel = "N", description = "So many changes at most, 100 if not said.") Optional<Integer> limit,
            @Option(names = "--json", description = "For programs.") boolean json) {
        if (mailbox.startsWith("--")) {
            throw new AdminException("'" + mailbox + "' must be the name of a mailbox, such as INBOX");
        }
        List<String> command = new ArrayList<>(List.of("mailbox", "log", Typed.address(account), mailbox));
        QueueFilters.add(command, "--since", since.map(text -> Typed.since(text, Instant.now())));
        QueueFilters.add(command, "--limit", limit.map(QueueCommands::atLeastOne));
        return call(data, QueueCommands.withJson(command, json));
    }
}
