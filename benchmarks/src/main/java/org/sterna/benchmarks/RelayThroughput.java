package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.SinkTally;
import org.sterna.platform.drill.SmtpLoadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Pushes messages through an SMTP server to a sink that runs in this process, and measures from the first connection to the last arrival. Ends with status 1
 * if not all arrived in time.
 */
@Command(name = "RelayThroughput", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Has an SMTP server relay messages to a sink and measures.")
public final class RelayThroughput implements Callable<Integer> {
    private static final Duration ROUND = Duration.ofMillis(5);
    private static final String DOMAIN = "sink.test";
    private static final String DEAD_DOMAIN = "dead.test";
    /** Nobody listens on port 1 (tcpmux). */
    private static final String DEAD_HOP = "127.0.0.1:1";
    private static final int WAITING_OCTETS = 1024;

    @Option(names = "--server", paramLabel = "HOST:PORT", required = true, description = "Takes mail for " + DOMAIN + " from here.")
    private String address = "";

    @Option(names = "--sink-port", paramLabel = "N", description = "Where the server relays to, on 127.0.0.1. Default: any; a node of --data is told by a route.")
    private int sinkPort;

    @Option(names = "--messages", paramLabel = "M", description = "Default: ${DEFAULT-VALUE}.")
    private int messages = 6000;

    @Option(names = "--warmup", paramLabel = "M", description = "Messages sent before, not measured. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of each message. Default: ${DEFAULT-VALUE}.")
    private int size = 5120;

    @Option(names = "--waiting", paramLabel = "N", description = "Before, the queue is filled until so many messages wait for a dead destination.")
    private int waiting;

    @Mixin
    private Sending sending;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new RelayThroughput(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<NodeQueue> queue = server.data().map(NodeQueue::new);
        if (queue.isEmpty() && (sinkPort == 0 || waiting > 0)) {
            throw new ParameterException(spec.commandLine(), "without --data, --sink-port must say where the server relays to, and --waiting cannot be seen");
        }
        InetSocketAddress target = HostAndPort.parse(address);
        try (RelaySink sink = RelaySink.open(sinkPort, SinkFaults.none())) {
            queue.ifPresent(node -> node.route(DOMAIN, "127.0.0.1:" + sink.address().getPort()));
            if (waiting > 0) {
                fill(target, queue.orElseThrow());
            }
            if (warmup > 0) {
                sending.send(target, DOMAIN, warmup, size, "warm");
                if (!arrive(sink.tally(), warmup)) {
                    say("warm-up: %d messages did not arrive", warmup - sink.tally().distinct());
                    return 1;
                }
            }
            sink.tally().reset();
            return measure(target, sink.tally());
        }
    }

    private void fill(InetSocketAddress target, NodeQueue queue) throws IOException, InterruptedException {
        queue.route(DEAD_DOMAIN, DEAD_HOP);
        long missing = waiting - queue.waiting(DEAD_HOP).orElseThrow(() -> new IOException("the queue cannot be counted"));
        if (missing > 0) {
            SmtpLoadResult result = sending.send(target, DEAD_DOMAIN, Math.toIntExact(missing), WAITING_OCTETS, "waiting");
            say("%d messages for a dead destination accepted, %.1f/s", missing, result.acknowledgedPerSecond());
        }
        if (!queue.await(DEAD_HOP, waiting, sending.limit())) {
            throw new IOException("not " + waiting + " messages wait, but " + queue.waiting(DEAD_HOP));
        }
        say("%d messages wait for a dead destination", queue.waiting(DEAD_HOP).orElse(0L));
    }

    private int measure(InetSocketAddress target, SinkTally tally) throws IOException, InterruptedException {
        CostMeter meter = CostMeter.start(server);
        long start = System.nanoTime();
        SmtpLoadResult result = sending.send(target, DOMAIN, messages, size, "load");
        boolean all = arrive(tally, messages);
        Cost cost = meter.read();
        double seconds = (tally.lastAcceptance() - start) / 1e9;
        PrintWriter out = spec.commandLine().getOut();
        say("%d sessions, %d messages of %d octets through %s", sending.sessions(), messages, size, address);
        say("acknowledged        %.1f/s; final dot to reply p50 %.2f ms, p99 %.2f ms", result.acknowledgedPerSecond(),
                result.dotToReply().percentile(50).toNanos() / 1e6, result.dotToReply().percentile(99).toNanos() / 1e6);
        say("relayed             %.1f/s; missing %d, twice or more %d; last arrival after %.2f s", tally.distinct() / seconds, messages - tally.distinct(),
                tally.accepted() - tally.distinct(), seconds);
        say("connections         %d in all, %d at one time, at most %d messages on one, %d messages in one second", tally.connections(),
                tally.mostConnections(), tally.mostOnOneConnection(), tally.mostInASecond());
        cost.print(out, messages);
        out.flush();
        return all ? 0 : 1;
    }

    private boolean arrive(SinkTally tally, int count) {
        long end = System.nanoTime() + sending.limit().toNanos();
        while (tally.distinct() < count && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(ROUND.toNanos());
        }
        return tally.distinct() >= count;
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }
}
