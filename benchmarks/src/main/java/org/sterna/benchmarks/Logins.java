package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.sterna.platform.drill.LatencyHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Logs in again and again, several clients at a time, and reports the rate and the time of a login: the command and its answer. Connections and
 * their TLS handshakes are made before the clock starts, some hundreds at a time.
 */
@Command(name = "Logins", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures logins by IMAP (LOGIN) or SMTP (AUTH PLAIN), a round for each login of every account.")
public final class Logins implements Callable<Integer> {
    private static final int OPEN_AT_ONCE = 500;
    private static final int HANDSHAKES_AT_ONCE = 4;

    @Mixin
    private ImapOptions imap;

    @Option(names = "--smtps", paramLabel = "HOST:PORT", description = "In the place of IMAP: submission with implicit TLS; any certificate will do.")
    private Optional<String> smtps = Optional.empty();

    @Option(names = "--user-password", paramLabel = "FILE", required = true, description = "Lines of \"address password\".")
    private Path accounts;

    @Option(names = "--logins", paramLabel = "N", description = "Of a round; the accounts are taken in turn. Default: as many as there are accounts.")
    private Optional<Integer> logins = Optional.empty();

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 4;

    @Option(names = "--concurrency", paramLabel = "N", description = "Logins under way at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 16;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    private List<Entry<String, String>> users = List.of();

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new Logins(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ImapEndpoint endpoint = smtps.map(ImapEndpoint::implicitTls).or(imap::endpoint)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--imap, --imaps or --smtps is missing"));
        users = List.copyOf(Accounts.read(accounts).entrySet());
        if (users.isEmpty()) {
            throw new ParameterException(spec.commandLine(), accounts + " has no accounts");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d logins a round, %d at a time%n", count(), concurrency);
        for (int round = 1; round <= rounds; round++) {
            round(endpoint, "round " + round);
        }
        return 0;
    }

    private int count() {
        return logins.orElse(users.size());
    }

    private void round(ImapEndpoint endpoint, String name) throws IOException, InterruptedException {
        LatencyHistogram times = new LatencyHistogram();
        Duration processor = Duration.ZERO;
        long nanos = 0;
        for (int done = 0; done < count(); done += OPEN_AT_ONCE) {
            int first = done;
            int number = Math.min(OPEN_AT_ONCE, count() - done);
            AtomicReferenceArray<LoginClient> open = new AtomicReferenceArray<>(number);
            try {
                TimedSteps.run(HANDSHAKES_AT_ONCE, number, new LatencyHistogram(), (worker, index) -> open.set(index, connect(endpoint)));
                CostMeter meter = CostMeter.start(server);
                nanos += TimedSteps.run(concurrency, number, times, (worker, index) -> {
                    Entry<String, String> user = users.get((first + index) % users.size());
                    open.get(index).login(user.getKey(), user.getValue());
                });
                processor = processor.plus(meter.read().processor().orElse(Duration.ZERO));
            } finally {
                close(open);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("  %-10s %,9.0f/s   p50 %8.2f ms   p99 %8.2f ms   max %8.2f ms%s%n", name, count() / (nanos / 1e9), millis(times.percentile(50)),
                millis(times.percentile(99)), millis(times.max()),
                processor.isZero() ? "" : String.format("   %7.2f ms of the server's processors each", millis(processor) / count()));
        out.flush();
    }

    private LoginClient connect(ImapEndpoint endpoint) throws IOException {
        if (smtps.isEmpty()) {
            return new ImapClient(endpoint);
        }
        SmtpClient client = new SmtpClient(endpoint);
        client.hello();
        return client;
    }

    private static void close(AtomicReferenceArray<LoginClient> open) throws IOException {
        for (int i = 0; i < open.length(); i++) {
            Optional<LoginClient> client = Optional.ofNullable(open.get(i));        // none where the connection failed
            if (client.isPresent()) {
                client.get().close();
            }
        }
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
