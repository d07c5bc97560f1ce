package org.sterna.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.admin.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Starts a Sterna node again and again and measures from the command to the moment when all its ports take connections: a first start,
 * which makes the folder if it is empty, then in each round a start after an orderly stop, and one after {@code kill -9} of the node.
 */
@Command(name = "StartTime", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures how long a node takes from the command to all ports open.")
public final class StartTime implements Callable<Integer> {
    private static final Duration ROUND = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int CONNECT_TIMEOUT_MILLIS = 1000;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "A folder that no node runs on.")
    private Path data = Path.of("");

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Parameters(paramLabel = "COMMAND", arity = "1..*",
            description = "What starts a node, such as: -- ./sterna start --port-offset 30000. --data DIR is added to it.")
    private List<String> command = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new StartTime(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data.toAbsolutePath();
        if (AdminClient.isRunning(folder)) {
            throw new IOException("a node is running on " + folder + " already");
        }
        Process node = start(folder, "first start");
        try {
            for (int round = 1; round <= rounds; round++) {
                stop(folder, node);
                node = start(folder, "start after a stop");
                node.destroyForcibly().waitFor();
                node = start(folder, "start after kill -9");
            }
        } finally {
            stop(folder, node);
        }
        return 0;
    }

    private Process start(Path folder, String kind) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--data", folder.toString()));
        long start = System.nanoTime();
        Process node = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(new File(folder + ".log")).start();
        Optional<NodeStatus> status = NodeStatus.ifReady(folder);
        while (status.isEmpty()) {
            if (!node.isAlive() || System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IOException("the node did not start; look into " + folder + ".log");
            }
            LockSupport.parkNanos(ROUND.toNanos());
            status = NodeStatus.ifReady(folder);
        }
        for (int port : status.get().ports().values()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MILLIS);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-20s %.2f s, %d ports%n", kind, (System.nanoTime() - start) / 1e9, status.get().ports().size());
        out.flush();
        return node;
    }

    /** The launcher becomes the node, so that its end is the node's. */
    private static void stop(Path folder, Process node) throws InterruptedException {
        if (node.isAlive()) {
            AdminClient.call(folder, List.of("stop"), "");
        }
        node.waitFor();
    }
}
