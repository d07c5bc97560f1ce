package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "queue", description = "Messages that are accepted and not yet final for every recipient.")
final class QueueCommands extends CommandGroup {
    @Command(description = "List the messages in the queue.")
    int list(@Mixin DataFolder data, @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, withJson(List.of("queue", "list"), json));
    }

    @Command(description = "Show one message: envelope, recipients, attempts.")
    int show(@Mixin DataFolder data, @Parameters(paramLabel = "ID") String id,
             @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, withJson(List.of("queue", "show", id), json));
    }

    static List<String> withJson(List<String> command, boolean json) {
        List<String> words = new ArrayList<>(command);
        if (json) {
            words.add("--json");
        }
        return words;
    }
}
