package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        LocalNode node = start(folder, "first start");
        try {
            for (int round = 1; round <= rounds; round++) {
                node.stop();
                node = start(folder, "start after a stop");
                node.kill9();
                node = start(folder, "start after kill -9");
            }
        } finally {
            node.stop();
        }
        return 0;
    }

    private LocalNode start(Path folder, String kind) throws IOException {
        long start = System.nanoTime();
        LocalNode node = LocalNode.start(command, folder);
        for (int port : node.status().ports().values()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MILLIS);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-20s %.2f s, %d ports%n", kind, (System.nanoTime() - start) / 1e9, node.status().ports().size());
        out.flush();
        return node;
    }
}
