package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.sterna.benchmarks.dnsjava.TextRecords;
import org.sterna.platform.drill.LatencyHistogram;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Loads any SMTP server and reports what it acknowledged, how fast, and at what cost. Ends with status 1 if a message was not acknowledged
 * or did not arrive in time.
 *
 * <p>Messages that were acknowledged but never seen by IMAP are looked for until the limit of the run; the rate of delivery counts from the
 * first connection to the moment when the last one was seen. The processor time is that of the same span, the few hundred STATUS
 * commands included.
 */
@Command(name = "LoadGenerator", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Sends numbered messages to an SMTP server and measures.")
public final class LoadGenerator implements Callable<Integer> {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);

    @Option(names = "--host", description = "Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", required = true, description = "The SMTP port.")
    private int port;

    @Option(names = "--sessions", paramLabel = "N", description = "Connections at the same time. Default: ${DEFAULT-VALUE}.")
    private int sessions = 64;

    @Option(names = "--messages", paramLabel = "M", description = "Default: ${DEFAULT-VALUE}.")
    private int messages = 6000;

    @Option(names = "--warmup", paramLabel = "M", description = "Messages sent before, not measured. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of each message. Default: ${DEFAULT-VALUE}.")
    private int size = 5120;

    @Option(names = "--recipients", paramLabel = "PATTERN", description = "%%d becomes 0 to count - 1. Default: ${DEFAULT-VALUE}.")
    private String recipients = "u%d@bench.test";

    @Option(names = "--count", paramLabel = "C", description = "Recipients, taken in turn, one a message. Default: ${DEFAULT-VALUE}.")
    private int count = 100;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The reverse-path. Default: ${DEFAULT-VALUE}.")
    private String from = "load@example.net";

    @Option(names = "--pipelining", description = "MAIL, RCPT and DATA together; the server must offer it.")
    private boolean pipelining;

    @Option(names = "--rate", paramLabel = "R", description = "Messages per second of all sessions. Default: as many as possible.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--signed", paramLabel = "DNS-PORT", description = "Signs each message for the domain of --from with RSA-2048 and Ed25519, before the clock starts, and "
            + "answers on this port of 127.0.0.1 for its keys, SPF (neutral) and DMARC (p=reject).")
    private Optional<Integer> dnsPort = Optional.empty();

    @Option(names = "--connection-reuse", paramLabel = "T", description = "Transactions on a connection. Default: all.")
    private int transactions = Integer.MAX_VALUE;

    @Option(names = "--limit", paramLabel = "SECONDS", description = "Of the sending, and of the wait for arrival. Default: ${DEFAULT-VALUE}.")
    private int limit = 600;

    @Mixin
    private ImapOptions imap;

    @Option(names = "--user-password", paramLabel = "FILE", description = "Lines of \"address password\", for IMAP.")
    private Optional<Path> accounts = Optional.empty();

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new LoadGenerator(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (imap.endpoint().isPresent() != accounts.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--imap or --imaps and --user-password belong together");
        }
        List<String> addresses = IntStream.range(0, Math.min(count, messages)).mapToObj(recipients::formatted).toList();
        if (dnsPort.isEmpty()) {
            return run(addresses, plan -> plan::message);
        }
        SignedMessages signed = SignedMessages.of(from);
        try (TextRecords dns = TextRecords.serve(dnsPort.get(), signed.records())) {
            return run(addresses, signed::of);
        }
    }

    /** @param messages what of a plan is sent; asked before the clock starts */
    private int run(List<String> addresses, Function<SmtpLoadPlan, IntFunction<byte[]>> messages) throws IOException, InterruptedException {
        if (imap.endpoint().isEmpty()) {
            return run(addresses, messages, Optional.empty());
        }
        try (DeliveryWatch watch = new DeliveryWatch(imap.endpoint().get(), Accounts.read(accounts.orElseThrow()), addresses)) {
            return run(addresses, messages, Optional.of(watch));
        }
    }

    private int run(List<String> addresses, Function<SmtpLoadPlan, IntFunction<byte[]>> contents, Optional<DeliveryWatch> watch)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (warmup > 0) {
            mark(watch);
            SmtpLoadPlan plan = plan(addresses, warmup, "warm");
            long missing = awaitArrival(plan, SmtpLoad.run(plan, contents.apply(plan), SmtpLoadListener.NONE), watch);
            if (missing > 0) {
                out.println("warm-up: " + missing + " messages did not arrive");
                return 1;
            }
        }
        SmtpLoadPlan plan = plan(addresses, messages, "load");
        IntFunction<byte[]> octets = contents.apply(plan);
        mark(watch);
        CostMeter meter = CostMeter.start(server);
        long start = System.nanoTime();
        SmtpLoadResult result = SmtpLoad.run(plan, octets, SmtpLoadListener.NONE);
        long missing = awaitArrival(plan, result, watch);
        Duration untilArrived = Duration.ofNanos(System.nanoTime() - start);
        Cost cost = meter.read();

        print(out, result);
        int acknowledged = result.acknowledged().cardinality();
        if (watch.isPresent()) {
            out.printf("in mailboxes        %.1f/s; missing %d%n", (acknowledged - missing) / seconds(untilArrived), missing);
        }
        cost.print(out, acknowledged);
        out.flush();
        return acknowledged == messages && missing == 0 ? 0 : 1;
    }

    private SmtpLoadPlan plan(List<String> addresses, int number, String name) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new SmtpLoadPlan(new InetSocketAddress(host, port), sessions, number, size, from, addresses, transactions, rate, pipelining, false,
                REPLY_TIMEOUT, Duration.ofSeconds(limit), name + "-" + now.getEpochSecond(), now);
    }

    private void print(PrintWriter out, SmtpLoadResult result) {
        out.printf("%d sessions, %d messages of %d octets to %s:%d%n", sessions, messages, size, host, port);
        out.printf("acknowledged        %d, %.1f/s; refused %d, reply lost %d; %d connections, %.2f s%n", result.acknowledged().cardinality(),
                result.acknowledgedPerSecond(), result.refused().cardinality(), result.replyLost().cardinality(), result.connections(),
                seconds(result.elapsed()));
        LatencyHistogram times = result.dotToReply();
        out.printf("final dot to reply  p50 %.2f ms, p99 %.2f ms, max %.2f ms%n", millis(times.percentile(50)), millis(times.percentile(99)),
                millis(times.max()));
        out.println("replies             " + result.replies());
    }

    private static void mark(Optional<DeliveryWatch> watch) throws IOException {
        if (watch.isPresent()) {
            watch.get().mark();
        }
    }

    private long awaitArrival(SmtpLoadPlan plan, SmtpLoadResult result, Optional<DeliveryWatch> watch) throws IOException {
        if (watch.isEmpty()) {
            return 0;
        }
        Map<String, Long> expected = new HashMap<>();
        result.acknowledged().stream().forEach(number -> expected.merge(plan.recipient(number), 1L, Long::sum));
        return watch.get().await(expected, plan.deadline());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
