package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.drill.LatencyHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Asks a server by RCPT for addresses taken at random from a large directory, and reports the rate, the time of an answer, what it cost and the
 * server's live heap. Every address is answered as it must be, or the measurement fails. Accounts that a Sterna node does not have yet can be made.
 */
@Command(name = "DirectoryLookups", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures RCPT of addresses in a large directory.")
public final class DirectoryLookups implements Callable<Integer> {
    private static final int IMPORTED_AT_ONCE = 2_000;
    private static final int RECIPIENTS_OF_A_TRANSACTION = 500;
    private static final long SEED = 6;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", required = true, description = "The server's port for mail from other servers.")
    private String smtp;

    @Option(names = "--accounts", paramLabel = "N", description = "In the directory: u0 to u(N-1) of the domain. Default: ${DEFAULT-VALUE}.")
    private int accounts = 100_000;

    @Option(names = "--domain", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    private String domain = "bench.test";

    @Option(names = "--make", description = "Make the accounts that are not there, in the node of --data; the domain must be there.")
    private boolean make;

    @Option(names = "--among", paramLabel = "N", description = "Ask for the first N only. Default: all accounts.")
    private Optional<Integer> among = Optional.empty();

    @Option(names = "--unknown", paramLabel = "PERCENT", description = "Of the addresses asked for, so many are in no directory. Default: ${DEFAULT-VALUE}.")
    private int unknown;

    @Option(names = "--lookups", paramLabel = "N", description = "Of a round. Default: ${DEFAULT-VALUE}.")
    private int lookups = 50_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 4;

    @Option(names = "--concurrency", paramLabel = "N", description = "Connections, each with one RCPT at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 16;

    @Option(names = "--no-heap", description = "The server is no JVM.")
    private boolean noHeap;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    /** One connection, in a transaction that is begun anew before it has too many recipients. Used by one worker. */
    private static final class Asking {
        private final SmtpClient client;
        private final SplittableRandom random;
        private int recipients;

        Asking(SmtpClient client, SplittableRandom random) {
            this.client = client;
            this.random = random;
        }

        String ask(String address) throws IOException {
            if (recipients++ % RECIPIENTS_OF_A_TRANSACTION == 0) {
                client.ask("RSET", "250");
                client.ask("MAIL FROM:<load@bench.test>", "250");
            }
            return client.answer("RCPT TO:<" + address + ">");
        }
    }

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new DirectoryLookups(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (accounts < 1 || unknown < 0 || unknown > 100 || among.filter(number -> number < 1 || number > accounts).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--accounts, --among or --unknown is out of range");
        }
        ImapEndpoint endpoint = ImapEndpoint.inTheClear(smtp);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Asking> open = new ArrayList<>();
        try {
            if (make) {                                          // first, for connections that wait so long are closed
                make(connect(endpoint, random, open), server.data().orElseThrow(() -> new ParameterException(spec.commandLine(), "--make needs --data")));
            }
            while (open.size() < concurrency) {
                connect(endpoint, random, open);
            }
            heap("before");
            for (int round = 1; round <= rounds; round++) {
                round("round " + round, open);
            }
            heap("after");
            return 0;
        } finally {
            for (Asking each : open) {
                each.client.close();
            }
        }
    }

    private static Asking connect(ImapEndpoint endpoint, SplittableRandom random, List<Asking> open) throws IOException {
        SmtpClient client = new SmtpClient(endpoint);
        Asking connected = new Asking(client, random.split());
        open.add(connected);
        client.hello();
        return connected;
    }

    private void make(Asking connection, Path data) throws IOException {
        long begin = System.nanoTime();
        int made = 0;
        for (int first = 0; first < accounts; first += IMPORTED_AT_ONCE) {
            int end = Math.min(accounts, first + IMPORTED_AT_ONCE);
            if (!isGood(connection.ask(known(end - 1)))) {
                String lines = IntStream.range(first, end).mapToObj(number -> known(number) + " pw-" + number).collect(Collectors.joining("\n"));
                AdminResult result = AdminClient.call(data, List.of("account", "import"), lines);
                if (result.status() != 0) {
                    throw new AdminException(result.error().lines().findFirst().orElse("the accounts could not be imported"));
                }
                made += end - first;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        say("%,d accounts, %,d of them made in %.0f s: %,.0f/s", accounts, made, seconds, made / seconds);
    }

    private String known(int number) {
        return "u" + number + "@" + domain;
    }

    private static boolean isGood(String reply) {
        return reply.startsWith("250");
    }

    private void round(String name, List<Asking> open) throws IOException, InterruptedException {
        LatencyHistogram times = new LatencyHistogram();
        CostMeter meter = CostMeter.start(server);
        long nanos = TimedSteps.run(concurrency, lookups, times, (worker, index) -> look(open.get(worker)));
        Cost cost = meter.read();
        say("  %-8s %,9.0f/s   p50 %7.2f ms   p99 %7.2f ms   max %7.2f ms%s%s", name, lookups / (nanos / 1e9), millis(times.percentile(50)),
                millis(times.percentile(99)), millis(times.max()),
                cost.processor().map(time -> String.format("   %.3f ms of the server's processors each", millis(time) / lookups)).orElse(""),
                cost.statements().map(all -> String.format(", %.2f reads", all.reads() / (double) lookups)).orElse(""));
    }

    private void look(Asking connection) throws IOException {
        boolean free = connection.random.nextInt(100) < unknown;
        String address = (free ? "nobody-" : "") + known(connection.random.nextInt(among.orElse(accounts)));
        String reply = connection.ask(address);
        if (free == isGood(reply)) {
            throw new IOException(address + " was answered with " + reply);
        }
    }

    private void heap(String when) throws IOException {
        Optional<Long> pid = noHeap ? Optional.empty() : server.mainProcess();
        if (pid.isPresent()) {
            say("live heap %s: %,d KiB", when, ClassHistogram.of(pid.get()).total() >> 10);
        }
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
