package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Starts a node, fills it size by size, measures at each what a message costs, and draws it. What was measured is written behind each size, so that an end before
 * the last one leaves what there was.
 */
@Command(name = "ScaleCost", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures what a message costs while a mailbox, the queue, the accounts or the connections of a node become many, and draws charts of it.")
public final class ScaleCost implements Callable<Integer> {
    private static final int WARM_MAILBOXES = 100;

    @Parameters(index = "0", paramLabel = "AXIS", description = "What grows: mailbox, queue, accounts or connections.")
    private ScaleAxis axis;

    @Parameters(index = "1..*", paramLabel = "COMMAND",
            description = "What starts a node, behind --; --data, --port-offset and settings are added to it. Default: ./sterna start of this checkout.")
    private List<String> command = new ArrayList<>();

    @Option(names = "--to", paramLabel = "DIR", description = "Where scale-AXIS.csv and the charts are written. Default: benchmarks/figures of this checkout.")
    private Optional<Path> to = Optional.empty();

    @Option(names = "--from", paramLabel = "FILE", description = "Only draws what an earlier run has written there.")
    private Optional<Path> from = Optional.empty();

    @Option(names = "--port-offset", paramLabel = "N", description = "Of the node's ports. Default: ${DEFAULT-VALUE}.")
    private int offset = 20_000;

    @Option(names = "--set", paramLabel = "path=value", arity = "1", description = "Any setting of the node by its path; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Mixin
    private ScaleOptions options;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new ScaleCost(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(to.orElseGet(() -> Path.of(System.getProperty("sterna.home", "."), "benchmarks", "figures")));
        if (from.isPresent()) {
            draw(ScaleReadings.read(from.get()), folder);
            return 0;
        }
        TimeBudget budget = options.budget();
        List<String> start = command.isEmpty() ? List.of(Path.of(System.getProperty("sterna.home", "."), "sterna").toString(), "start") : command;
        try (ScaleNode node = ScaleNode.start(start, offset, sets)) {
            return measure(node, folder, budget) ? 0 : 1;
        }
    }

    /** Whether all sizes were measured. */
    private boolean measure(ScaleNode node, Path folder, TimeBudget budget) throws IOException, InterruptedException {
        ScaleLoad load = new ScaleLoad(node, options);
        node.makeAccounts("warm", 0, WARM_MAILBOXES);
        load.warmUp(ScaleNode.addresses("warm", WARM_MAILBOXES));
        ScaleReadings readings = new ScaleReadings();
        List<Long> sizes = options.sizes(axis.sizes());
        try (ScaleSubject subject = axis.in(node, load, options)) {
            for (long size : sizes) {
                subject.grow(size, budget);
                if (budget.isSpent()) {
                    say("%,d: not measured, for the time is spent", size);
                    return false;
                }
                if (size == sizes.get(0)) {
                    subject.measure(size, new ScaleReadings());          // what it warms up is in no figure
                }
                measure(node, subject, size, readings, budget);
                readings.write(folder.resolve("scale-" + axis.word() + ".csv"));
                draw(readings, folder);
            }
        }
        return true;
    }

    private void measure(ScaleNode node, ScaleSubject subject, long size, ScaleReadings readings, TimeBudget budget) throws IOException, InterruptedException {
        Optional<Duration> settled = node.settle();
        say("%,d after %d s; %s", size, budget.spent().toSeconds(), settled.map(time -> "quiet within " + time.toSeconds() + " s").orElse("not quiet yet"));
        int before = readings.rows().size();
        for (int round = 0; round < options.rounds() && (round == 0 || !budget.isSpent()); round++) {
            subject.measure(size, readings);
        }
        readings.rows().stream().skip(before).forEach(row -> say("  %-10s %-45s %9.3f", row.figure().word(), row.series(), row.value()));
    }

    private void draw(ScaleReadings readings, Path folder) throws IOException {
        for (ScaleFigure figure : ScaleFigure.values()) {
            Optional<LineChart> chart = readings.chart(figure, axis.title());
            if (chart.isPresent()) {
                Files.writeString(folder.resolve("scale-" + axis.word() + "-" + figure.word() + ".svg"), chart.get().svg());
            }
        }
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }
}
