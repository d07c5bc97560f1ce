package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Opens many IMAP connections and reports what each costs the server: octets of live objects of its JVM, and memory of its processes. Each step is
 * measured against the server before the first connection: connected, logged in (if accounts are given), idling in the inbox (if asked for).
 */
@Command(name = "IdleImapConnections", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Opens many IMAP connections and measures the server's memory.")
public final class IdleImapConnections implements Callable<Integer> {
    private static final int CLASSES_SHOWN = 12;
    /** Handshakes and logins under way at a time. */
    private static final int AT_ONCE = 4;

    /**
     * The server's memory at one time.
     *
     * @param heap   of its JVM, if it is one
     * @param taken  by all its processes; see {@link ProcessTree#memoryOctets}
     */
    private record Memory(Optional<ClassHistogram> heap, long taken, int processes) { }

    /** Something done on each connection, by its index. */
    private interface Step {
        void take(int index) throws IOException;
    }

    @Mixin
    private ImapOptions imap;

    @Option(names = "--connections", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int connections = 2000;

    @Option(names = "--user-password", paramLabel = "FILE", description = "Lines of \"address password\", taken in turn for LOGIN.")
    private Optional<Path> accounts = Optional.empty();

    @Option(names = "--idle", description = "SELECT INBOX and IDLE, after the login.")
    private boolean idle;

    @Option(names = "--no-heap", description = "The server is no JVM: only what its processes take is measured.")
    private boolean noHeap;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new IdleImapConnections(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ImapEndpoint endpoint = imap.endpoint().orElseThrow(() -> wrong("--imap or --imaps is missing"));
        server.processes().orElseThrow(() -> wrong("--pids or --data is missing"));
        if (idle && accounts.isEmpty()) {
            throw wrong("--idle needs --user-password");
        }
        List<Entry<String, String>> logins = accounts.isPresent() ? List.copyOf(Accounts.read(accounts.get()).entrySet()) : List.of();
        Map<Integer, ImapClient> open = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            first(endpoint, logins);
            Memory before = measure();
            each(threads, index -> open.put(index, new ImapClient(endpoint)));
            report("connected", before, measure());
            if (!logins.isEmpty()) {
                each(threads, index -> login(open.get(index), logins.get(index % logins.size())));
                report("logged in", before, measure());
            }
            if (idle) {
                each(threads, index -> {
                    open.get(index).select("INBOX");
                    open.get(index).idle();
                });
                Memory after = measure();
                report("idling in INBOX", before, after);
                after.heap().ifPresent(heap -> heap.growth(before.heap().orElseThrow(), CLASSES_SHOWN).forEach(grown -> spec.commandLine().getOut()
                        .printf("  %,12d octets more of %s%n", grown.getValue(), grown.getKey())));
            }
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            threads.shutdownNow();
            for (ImapClient each : open.values()) {
                each.close();
            }
        }
    }

    /** One of each kind before, so that what a server loads at its first connection is in no figure. */
    private void first(ImapEndpoint endpoint, List<Entry<String, String>> logins) throws IOException {
        try (ImapClient client = new ImapClient(endpoint)) {
            if (!logins.isEmpty()) {
                login(client, logins.get(0));
            }
            if (idle) {
                client.select("INBOX");
            }
        }
    }

    private static void login(ImapClient client, Map.Entry<String, String> account) throws IOException {
        client.login(account.getKey(), account.getValue());
    }

    private void each(ExecutorService threads, Step step) throws IOException, InterruptedException {
        List<Future<?>> steps = new ArrayList<>();
        for (int index = 0; index < connections; index++) {
            int taken = index;
            steps.add(threads.submit(() -> {
                step.take(taken);
                return taken;
            }));
        }
        for (Future<?> each : steps) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
    }

    private Memory measure() throws IOException {
        Optional<ClassHistogram> heap = noHeap ? Optional.empty() : Optional.of(ClassHistogram.of(server.mainProcess().orElseThrow()));
        ProcessTree processes = server.processes().orElseThrow();
        return new Memory(heap, processes.memoryOctets(), processes.count());
    }

    private void report(String state, Memory before, Memory after) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d connections %-16s", connections, state);
        after.heap().ifPresent(heap -> out.printf(" heap %,d octets each (live %,d KiB to %,d KiB);", (heap.total() - before.heap().orElseThrow().total())
                / connections, before.heap().orElseThrow().total() >> 10, heap.total() >> 10));
        out.printf(" memory of %d processes %,d octets each (%,d MiB to %,d MiB)%n", after.processes(), (after.taken() - before.taken()) / connections,
                before.taken() >> 20, after.taken() >> 20);
        out.flush();
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
