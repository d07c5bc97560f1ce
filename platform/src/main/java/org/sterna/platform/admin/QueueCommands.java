package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "queue", description = "Messages that are accepted and not yet final for every recipient.")
final class QueueCommands extends CommandGroup {
    private enum Sort { due, age, size, sender, recipient, destination }

    private enum By { destination, state, age }

    @Command(description = "List the messages in the queue.")
    int list(@Mixin DataFolder data, @Mixin QueueFilters filters,
             @Option(names = "--reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> reason,
             @Option(names = "--sort", paramLabel = "BY", description = "${COMPLETION-CANDIDATES}; by due if not said.") Optional<Sort> sort,
             @Option(names = "--limit", paramLabel = "N", description = "So many at most, 100 if not said.") Optional<Integer> limit,
             @Option(names = "--json", description = "For programs.") boolean json) {
        List<String> command = new ArrayList<>(List.of("queue", "list"));
        command.addAll(filters.words());
        QueueFilters.add(command, "--reason", reason);
        QueueFilters.add(command, "--sort", sort.map(Enum::name));
        QueueFilters.add(command, "--limit", limit.map(QueueCommands::atLeastOne));
        return call(data, withJson(command, json));
    }

    @Command(description = "Count them: by destination and age in minutes, by state, or by age alone.")
    int count(@Mixin DataFolder data, @Mixin QueueFilters filters,
              @Option(names = "--reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> reason,
              @Option(names = "--by", paramLabel = "BY", description = "${COMPLETION-CANDIDATES}; by destination if not said.") Optional<By> by,
              @Option(names = "--json", description = "For programs.") boolean json) {
        List<String> command = new ArrayList<>(List.of("queue", "count"));
        command.addAll(filters.words());
        QueueFilters.add(command, "--reason", reason);
        QueueFilters.add(command, "--by", by.map(Enum::name));
        return call(data, withJson(command, json));
    }

    @Command(description = "Show one message: envelope, recipients, attempts.")
    int show(@Mixin DataFolder data, @Parameters(paramLabel = "ID") String id,
             @Option(names = "--json", description = "For programs.") boolean json) {
        return call(data, withJson(List.of("queue", "show", id), json));
    }

    @Command(description = "Try messages now; those that are held stay held.")
    int retry(@Mixin DataFolder data, @Mixin ChosenMessages chosen,
              @Option(names = "--reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> reason) {
        return call(data, words("retry", chosen, reason));
    }

    @Command(description = "Hold messages: they are neither tried nor given up until they are released.")
    int hold(@Mixin DataFolder data, @Mixin ChosenMessages chosen,
             @Option(names = "--reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> reason) {
        return call(data, words("hold", chosen, reason));
    }

    @Command(description = "Release messages that are held.")
    int release(@Mixin DataFolder data, @Mixin ChosenMessages chosen,
                @Option(names = "--reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> reason) {
        return call(data, words("release", chosen, reason));
    }

    @Command(description = "Give messages up: their senders get a report.")
    int bounce(@Mixin DataFolder data, @Mixin ChosenMessages chosen,
               @Option(names = "--if-reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> waiting,
               @Option(names = "--reason", paramLabel = "TEXT", description = "For the report.") Optional<String> reason) {
        List<String> command = words("bounce", chosen, waiting);
        QueueFilters.add(command, "--because", reason);
        return call(data, command);
    }

    @Command(description = "Remove messages: nobody is told.")
    int remove(@Mixin DataFolder data, @Mixin ChosenMessages chosen,
               @Option(names = "--reason", paramLabel = "TEXT", description = "Part of why it waits.") Optional<String> reason) {
        return call(data, words("remove", chosen, reason));
    }

    private static List<String> words(String operation, ChosenMessages chosen, Optional<String> reason) {
        List<String> command = new ArrayList<>(List.of("queue", operation));
        command.addAll(chosen.words(reason));
        return command;
    }

    static String atLeastOne(int number) {
        if (number < 1) {
            throw new AdminException("'" + number + "' must be 1 or more");
        }
        return Integer.toString(number);
    }

    static List<String> withJson(List<String> command, boolean json) {
        List<String> words = new ArrayList<>(command);
        if (json) {
            words.add("--json");
        }
        return words;
    }
}
