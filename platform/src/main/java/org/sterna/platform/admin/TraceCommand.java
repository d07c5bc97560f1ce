package org.sterna.platform.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "trace", description = "The life of messages, from their reception to each recipient's end; also weeks later.")
final class TraceCommand implements Callable<Integer> {
    @ParentCommand
    private SternaCommand sterna;

    @Mixin
    private DataFolder data;

    @Parameters(paramLabel = "MESSAGE-ID|QUEUE-ID|ADDRESS")
    private String key;

    @Option(names = "--since", paramLabel = "T", description = "Such as 2h, 7d or 2026-03-01T12:00:00Z; two weeks if not said.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "T", description = "The same; now if not said.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "So many messages at most, 20 if not said.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
        List<String> command = new ArrayList<>(List.of("trace", Typed.traceKey(key)));
        Instant now = Instant.now();
        QueueFilters.add(command, "--since", since.map(text -> Typed.since(text, now)));
        QueueFilters.add(command, "--until", until.map(text -> Typed.since(text, now)));
        QueueFilters.add(command, "--limit", limit.map(QueueCommands::atLeastOne));
        return sterna.call(data, QueueCommands.withJson(command, json), "");
    }
}
