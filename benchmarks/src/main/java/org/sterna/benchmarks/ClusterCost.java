package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sterna.platform.drill.cluster.ClusterPlan;
import org.sterna.platform.drill.cluster.LocalNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts clusters of several sizes on this machine, one after the other, sends the same mail to each, and tells what a message costs in them. Ends with status 1 if
 * mailboxes do not hold as many messages in the end as were sent.
 */
@Command(name = "ClusterCost", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures what a message costs in clusters of several sizes, which it starts itself.")
public final class ClusterCost implements Callable<Integer> {
    @Option(names = "--nodes", paramLabel = "N,M", split = ",", description = "Sizes, measured in turn. Default: 1,3.")
    private List<Integer> nodes = List.of(1, 3);

    @Option(names = "--cassandra", paramLabel = "N", description = "Nodes of Cassandra, with up to 3 copies of everything. Default: ${DEFAULT-VALUE}.")
    private int cassandras = 1;

    @Option(names = "--messages", paramLabel = "M", description = "Default: ${DEFAULT-VALUE}.")
    private int messages = 6000;

    @Option(names = "--warmup", paramLabel = "M", description = "Messages sent before, not measured. Default: ${DEFAULT-VALUE}.")
    private int warmup = 2000;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of each message. Default: ${DEFAULT-VALUE}.")
    private int size = 5120;

    @Option(names = "--sessions", paramLabel = "N", description = "Connections at the same time, of all nodes together. Default: ${DEFAULT-VALUE}.")
    private int sessions = 20;

    @Option(names = "--count", paramLabel = "C", description = "Recipients, taken in turn, one a message. Default: ${DEFAULT-VALUE}.")
    private int accounts = 100;

    @Option(names = "--idle", paramLabel = "SECONDS", description = "Between warm-up and measurement; what a second of it costs is told. Default: ${DEFAULT-VALUE}.")
    private int idle = 12;

    @Option(names = "--heap", paramLabel = "MIB", description = "Of each Sterna node. Default: ${DEFAULT-VALUE}.")
    private int heap = 512;

    @Option(names = "--set", paramLabel = "path=value", arity = "1", description = "Any setting of all nodes by its path; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--namespaces", description = "Each process in a network namespace of its own, which needs root. Default: addresses of the loopback interface.")
    private boolean namespaces;

    @Option(names = "--limit", paramLabel = "SECONDS", description = "Of each wait. Default: ${DEFAULT-VALUE}.")
    private int limit = 600;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new ClusterCost(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> rows = new ArrayList<>();
        boolean all = true;
        for (int count : nodes) {
            all &= measure(count, rows);
        }
        say("%d messages of %d octets, %d connections, %d mailboxes, %d of Cassandra", messages, size, sessions, accounts, cassandras);
        say("nodes  %-18s  %s", "", ClusterReading.HEADING);
        rows.forEach(row -> say("%s", row));
        return all ? 0 : 1;
    }

    private boolean measure(int count, List<String> rows) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sterna-cluster-cost-");
        ClusterPlan plan = new ClusterPlan(count, cassandras, folder, sets, heap);
        try (MeasuredCluster cluster = MeasuredCluster.start(plan, namespaces ? LocalNetwork.withNamespaces() : LocalNetwork.onLoopback(), accounts,
                Duration.ofSeconds(limit), line -> say("%s", line))) {
            if (warmup > 0) {
                say("warm-up: %.0f messages/s", cluster.send(warmup, size, sessions, "warm"));
            }
            ClusterReading still = cluster.idle(Duration.ofSeconds(idle));
            ClusterReading before = cluster.read();
            double rate = cluster.send(messages, size, sessions, "load");
            ClusterReading spent = cluster.read().minus(before);
            long found = cluster.messages();
            say("%d messages sent, %d in mailboxes", warmup + messages, found);
            rows.add("%5d  %-18s  %s".formatted(count, "a message, %.0f/s".formatted(rate), spent.dividedBy(messages)));
            rows.add("%5d  %-18s  %s".formatted(count, "an idle second", still.dividedBy(idle)));
            return found == warmup + messages;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }
}
