package org.sterna.platform.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ./sterna drill}. */
@Command(name = "drill", description = {"Start a whole cluster on this machine, load it, break it at random, and count what was lost.",
    "Exit status 0: nothing was lost, doubled or told wrongly."})
final class DrillCommand implements Callable<Integer> {
    private static final int MILLIS = 1000;

    @ParentCommand
    private SternaCommand sterna;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "Nodes of Sterna; default 3.")
    private int nodes;

    @Option(names = "--cassandra", paramLabel = "N", defaultValue = "3", description = "Nodes of Cassandra; default 3.")
    private int cassandras;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "5", description = "How long faults are injected; default 5, may be a fraction.")
    private double minutes;

    @Option(names = "--kill", paramLabel = "KIND,...", defaultValue = "node,cassandra,partition,pause",
            description = "Which faults: node, cassandra, partition (needs root and Linux), pause; and nodes, restart, quorum, stall, which are not in the default.")
    private String kill;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "20", description = "Messages a second in all; default 20.")
    private double rate;

    @Option(names = "--length", paramLabel = "SECONDS", description = "Of each fault; default: at random, as the kind has it.")
    private Optional<Double> length = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", description = "Repeats the faults of another drill; default: a new one, which is printed.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "An empty or new folder for everything; default: a temporary one.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--keep", description = "Keep the folder although nothing was wrong.")
    private boolean keep;

    @Option(names = "--set", paramLabel = "path=value", arity = "1", description = "Any setting of all nodes by its path; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Override
    public Integer call() {
        return sterna.node().drill(new DrillOptions(nodes, cassandras, minutes, kill, rate,
                length.map(seconds -> Duration.ofMillis(Math.round(seconds * MILLIS))), seed.map(OptionalLong::of).orElse(OptionalLong.empty()), data, keep, sets));
    }
}
