package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Times what a client does to synchronize one mailbox: SELECT, flags, envelopes, bodies, STORE, SEARCH, APPEND, QRESYNC, and the first SELECT after a
 * restart. Any server with UIDPLUS, QRESYNC, MULTIAPPEND and LITERAL+ will do. One connection, one command at a time.
 */
@Command(name = "ImapSync", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Fills a mailbox and times the commands of a client that synchronizes it.")
public final class ImapSync implements Callable<Integer> {
    private static final int STORED = 1_000;
    private static final int APPENDED = 200;
    private static final int AT_ONCE = 50;
    private static final Duration RESTART = Duration.ofMinutes(5);

    /** Something that is timed. */
    private interface Work {
        SyncClient.Answer take() throws IOException;
    }

    @Mixin
    private ImapOptions imap;

    @Option(names = "--user", paramLabel = "ADDRESS", required = true, description = "The account.")
    private String user;

    @Option(names = "--password", paramLabel = "TEXT", required = true, description = "Its password.")
    private String password;

    @Option(names = "--messages", paramLabel = "N", description = "Messages in the mailbox; it is filled up to them. Default: ${DEFAULT-VALUE}.")
    private int messages = 1_000;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of a message, about. Default: ${DEFAULT-VALUE}.")
    private int size = 4_800;

    @Option(names = "--mailbox", paramLabel = "NAME", description = "Default: sync and the number of messages.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--bodies", paramLabel = "N", description = "How many whole messages are fetched. Default: all.")
    private int bodies = Integer.MAX_VALUE;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is done; each time is shown. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "N", description = "Rounds before those that are shown, of each step but append, qresync and restart. Default:"
            + " ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--steps", paramLabel = "S,T", split = ",", description = "Of select, flags, envelope, bodies, store, search, append, qresync, restart."
            + " Default: all but restart.")
    private List<String> steps = new ArrayList<>(List.of("select", "flags", "envelope", "bodies", "store", "search", "append", "qresync"));

    @Option(names = "--restart", paramLabel = "COMMAND", description = "For the step restart: what restarts the server, for sh.")
    private Optional<String> restart = Optional.empty();

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    private ImapEndpoint endpoint;
    private String mailbox;
    private PrintWriter out;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new ImapSync(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        endpoint = imap.endpoint().orElseThrow(() -> new IOException("--imap or --imaps is missing"));
        mailbox = name.orElse("sync" + messages);
        out = spec.commandLine().getOut();
        try (SyncClient client = connect()) {
            fill(client);
            out.printf("%-44s %s%n", mailbox + ", " + messages + " messages", "milliseconds of each round; messages/s of the best; octets; processor ms of the server");
            for (String step : steps) {
                measure(client, step);
            }
        }
        if (steps.contains("restart")) {                     // last, for the server's processes are others then
            restarted();
        }
        out.flush();
        return 0;
    }

    private void measure(SyncClient client, String step) throws IOException {
        int fetched = Math.min(bodies, messages);
        switch (step) {
            case "select" -> timed("SELECT", 1, () -> select(client));
            case "flags" -> timed("UID FETCH 1:* (FLAGS)", messages, () -> client.ask("UID FETCH 1:* (FLAGS)"));
            case "envelope" -> timed("UID FETCH 1:* (ENVELOPE)", messages, () -> client.ask("UID FETCH 1:* (ENVELOPE)"));
            case "bodies" -> timed("FETCH 1:" + fetched + " BODY.PEEK[]", fetched, () -> client.ask("FETCH 1:" + fetched + " (UID BODY.PEEK[])"));
            case "store" -> {
                int stored = Math.min(STORED, messages);
                boolean[] set = {false};                     // what is so already need not be told
                timed("STORE 1:" + stored + " +FLAGS and -FLAGS", stored, () -> {
                    set[0] = !set[0];
                    return client.ask("STORE 1:" + stored + (set[0] ? " +" : " -") + "FLAGS (\\Flagged)");
                });
            }
            case "search" -> {
                timed("SEARCH SUBJECT", messages, () -> client.ask("UID SEARCH SUBJECT \"harbour engine\""));
                timed("SEARCH HEADER X-Number", messages, () -> client.ask("UID SEARCH HEADER X-Number " + messages / 2));
                timed("SEARCH TEXT", messages, () -> client.ask("UID SEARCH TEXT " + SyncMessages.NEEDLE));
            }
            case "append" -> append(client);
            case "qresync" -> qresync(client);
            default -> {
                if (!step.equals("restart")) {
                    throw new IOException("there is no step " + step);
                }
            }
        }
    }

    private SyncClient connect() throws IOException {
        SyncClient client = new SyncClient(endpoint);
        client.ask("LOGIN \"" + user + "\" \"" + password + "\"");
        client.ask("ENABLE QRESYNC");
        return client;
    }

    private SyncClient.Answer select(SyncClient client) throws IOException {
        return client.ask("SELECT " + mailbox);
    }

    private static long exists(SyncClient.Answer answer) throws IOException {
        for (String line : answer.lines()) {
            if (line.endsWith(" EXISTS")) {
                return Long.parseLong(line.substring(2, line.length() - 7));
            }
        }
        throw new IOException("SELECT told no EXISTS");
    }

    private void fill(SyncClient client) throws IOException {
        boolean there;
        try {
            select(client);
            there = true;
        } catch (IOException missing) {
            there = false;
        }
        if (!there) {
            client.ask("CREATE " + mailbox);
        }
        long before = exists(select(client));
        if (before > messages) {
            throw new IOException(mailbox + " has " + before + " messages already");
        }
        client.ask("UNSELECT");
        SyncMessages make = new SyncMessages(size);
        long begun = System.nanoTime();
        for (long number = before; number < messages;) {
            List<byte[]> some = new ArrayList<>();
            while (some.size() < AT_ONCE && number < messages) {
                some.add(make.message(number++));
            }
            client.append(mailbox, some);
        }
        if (before < messages) {
            out.printf("filled with %d messages in %.1f s, %d an APPEND%n", messages - before, (System.nanoTime() - begun) / 1e9, AT_ONCE);
            out.flush();
        }
        select(client);
    }

    private void timed(String what, long count, Work work) throws IOException {
        double[] times = new double[rounds];
        long octets = 0;
        for (int round = 0; round < warmUp; round++) {
            work.take();
        }
        CostMeter meter = CostMeter.start(server);
        for (int round = 0; round < rounds; round++) {
            SyncClient.Answer answer = work.take();
            times[round] = answer.nanos() / 1e6;
            octets = answer.octets();
        }
        report(what, count, times, octets, meter.read());
    }

    private void report(String what, long count, double[] times, long octets, Cost cost) {
        StringBuilder all = new StringBuilder();
        for (double time : times) {
            all.append(String.format(time < 100 ? "%9.2f" : "%9.0f", time));
        }
        double best = Arrays.stream(times).min().orElse(1);
        out.printf("  %-42s%s %,12.0f/s %,15d octets%s%n", what, all, count / best * 1e3, octets,
                cost.processor().map(time -> String.format(" %,9.0f ms", time.toNanos() / 1e6 / times.length)).orElse(""));
        out.flush();
    }

    /** One message a command, each waited for; they are taken away again. */
    private void append(SyncClient client) throws IOException {
        SyncMessages make = new SyncMessages(size);
        double[] times = new double[APPENDED];
        CostMeter meter = CostMeter.start(server);
        try (SyncClient other = connect()) {
            for (int number = 0; number < APPENDED; number++) {
                times[number] = other.append(mailbox, List.of(make.message(messages + number))).nanos() / 1e6;
            }
        }
        Cost cost = meter.read();
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        report("APPEND, p50 p90 p99", 1, new double[] {sorted[APPENDED / 2], sorted[APPENDED * 9 / 10], sorted[APPENDED * 99 / 100]}, 0, cost);
        client.ask("NOOP");
        client.ask("STORE " + (messages + 1) + ":* +FLAGS.SILENT (\\Deleted)");
        client.ask("EXPUNGE");
    }

    /** A client comes back behind a thousand changes of another: 900 messages' flags, one by one, and a hundred that came and went. */
    private void qresync(SyncClient client) throws IOException {
        double[] times = new double[rounds];
        long octets = 0;
        SyncMessages make = new SyncMessages(size);
        Optional<Cost> cost = Optional.empty();
        for (int round = 0; round < rounds; round++) {
            SyncClient.Answer known = select(client);
            client.ask("UNSELECT");
            try (SyncClient other = connect()) {
                select(other);
                for (int change = 0; change < Math.min(STORED * 9 / 10, messages); change++) {
                    other.ask("UID STORE " + (1 + (long) change * messages / STORED) + (round % 2 == 0 ? " +" : " -") + "FLAGS.SILENT (\\Answered)");
                }
                List<byte[]> some = new ArrayList<>();
                for (int more = 0; more < STORED / 10; more++) {
                    some.add(make.message((long) messages + more));
                }
                other.append(mailbox, some);
                other.ask("NOOP");
                other.ask("STORE " + (messages + 1) + ":* +FLAGS.SILENT (\\Deleted)");
                other.ask("EXPUNGE");
            }
            CostMeter meter = CostMeter.start(server);
            SyncClient.Answer answer = client.ask("SELECT " + mailbox + " (QRESYNC (" + known.code("UIDVALIDITY").orElseThrow() + " "
                    + known.code("HIGHESTMODSEQ").orElseThrow() + "))");
            times[round] = answer.nanos() / 1e6;
            octets = answer.octets();
            cost = Optional.of(meter.read());
        }
        report("SELECT (QRESYNC), 1,000 changes later", STORED, times, octets, cost.orElseThrow());
    }

    private void restarted() throws IOException, InterruptedException {
        String command = restart.orElseThrow(() -> new IOException("--restart is missing"));
        double[] selects = new double[rounds];
        double[] flags = new double[rounds];
        long octets = 0;
        for (int round = 0; round < rounds; round++) {
            Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
            if (!process.waitFor(RESTART.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException("'" + command + "' did not restart the server");
            }
            try (SyncClient client = again()) {
                selects[round] = select(client).nanos() / 1e6;
                SyncClient.Answer answer = client.ask("UID FETCH 1:* (FLAGS)");
                flags[round] = answer.nanos() / 1e6;
                octets = answer.octets();
            }
        }
        Cost none = new Cost(Optional.empty(), Optional.empty());
        report("first SELECT after a restart", 1, selects, 0, none);
        report("UID FETCH 1:* (FLAGS) behind it", messages, flags, octets, none);
    }

    /** Until the server takes logins again. */
    private SyncClient again() throws IOException {
        long end = System.nanoTime() + RESTART.toNanos();
        while (true) {
            try {
                return connect();
            } catch (IOException notYet) {
                if (System.nanoTime() - end > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
