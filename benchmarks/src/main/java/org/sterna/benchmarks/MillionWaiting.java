package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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
import picocli.CommandLine.Spec;

/**
 * Fills a node's queue with messages for a destination that is dead, and measures what they cost while they wait; what a restart costs; and how they go when
 * the destination is back. Each is a run of its own, because the node is killed in between. Ends with status 1 if something is missing or a limit was not kept.
 */
@Command(name = "MillionWaiting", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Measures a node with very many messages that wait for a dead destination.",
            "Fills the queue, unless --restarted or --drain is given."})
public final class MillionWaiting implements Callable<Integer> {
    private static final Duration ROUND = Duration.ofMillis(20);
    /** What follows from the last messages is written, the trace index included. */
    private static final Duration SETTLING = Duration.ofSeconds(15);
    private static final String DOMAIN = "waiting.test";
    private static final int CLASSES_SHOWN = 6;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The data folder of a running node.")
    private Path data = Path.of("");

    @Option(names = "--messages", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int messages = 1_000_000;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of each message. Default: ${DEFAULT-VALUE}.")
    private int size = 1024;

    @Option(names = "--step", paramLabel = "N", description = "A line is printed for so many messages. Default: ${DEFAULT-VALUE}.")
    private int step = 50_000;

    @Option(names = "--quiet", paramLabel = "SECONDS", description = "How long statements are counted while nothing happens. Default: ${DEFAULT-VALUE}.")
    private int quiet = 30;

    @Option(names = "--sink-port", paramLabel = "N", description = "Of the destination, on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
    private int sinkPort = 2626;

    @Option(names = "--restarted", description = "Begun together with the node: the time until all messages are seen to wait.")
    private boolean restarted;

    @Option(names = "--drain", description = "The destination comes back, and takes everything.")
    private boolean drain;

    @Option(names = "--retry", description = "With --drain: the node is told that it may try at once.")
    private boolean retry;

    @Option(names = "--max-connections", paramLabel = "N", description = "With --drain: more at one time are a failure.")
    private int maxConnections = Integer.MAX_VALUE;

    @Option(names = "--max-rate", paramLabel = "N", description = "With --drain: more messages in any second are a failure.")
    private int maxRate = Integer.MAX_VALUE;

    @Mixin
    private Sending sending;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new MillionWaiting(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data.toAbsolutePath();
        NodeQueue queue = new NodeQueue(folder);
        if (restarted && !afterRestart(folder, queue)) {
            return 1;
        }
        if (drain) {
            return drained(queue) ? 0 : 1;
        }
        return restarted || filled(folder, queue) ? 0 : 1;
    }

    private String destination() {
        return "127.0.0.1:" + sinkPort;
    }

    private boolean filled(Path folder, NodeQueue queue) throws IOException, InterruptedException {
        queue.route(DOMAIN, destination());
        NodeStatus node = NodeStatus.of(folder);
        InetSocketAddress smtp = new InetSocketAddress("127.0.0.1", node.ports().get("smtp"));
        long before = queue.waiting(destination()).orElseThrow(() -> new IOException("the queue cannot be counted"));
        ClassHistogram empty = ClassHistogram.of(node.pid());
        say("%d messages wait for %s, live heap %,d KiB", before, destination(), empty.total() >> 10);
        long start = System.nanoTime();
        for (int sent = 0; sent < messages; sent += step) {
            SmtpLoadResult result = sending.send(smtp, DOMAIN, Math.min(step, messages - sent), size, "waiting");
            say("%,10d accepted     %.1f/s; final dot to reply p50 %.2f ms, p99 %.2f ms", Math.min(messages, sent + step), result.acknowledgedPerSecond(),
                    result.dotToReply().percentile(50).toNanos() / 1e6, result.dotToReply().percentile(99).toNanos() / 1e6);
        }
        say("all accepted after  %.1f s", (System.nanoTime() - start) / 1e9);
        if (!queue.await(destination(), before + messages, sending.limit())) {
            say("only %s wait", queue.waiting(destination()));
            return false;
        }
        say("all wait after      %.1f s", (System.nanoTime() - start) / 1e9);
        heap(node, Optional.of(empty));
        quiet(folder);
        return true;
    }

    private void heap(NodeStatus node, Optional<ClassHistogram> before) throws IOException {
        ClassHistogram now = ClassHistogram.of(node.pid());
        long more = now.total() - before.map(ClassHistogram::total).orElse(0L);
        say("live heap           %,d KiB%s; resident %,d KiB", now.total() >> 10,
                before.isPresent() ? String.format(", %,d octets more for each message", more / messages) : "", ProcessTree.residentOctets(node.pid()) >> 10);
        before.ifPresent(earlier -> now.growth(earlier, CLASSES_SHOWN)
                .forEach(grown -> say("  %,14d octets more of %s", grown.getValue(), grown.getKey())));
    }

    private void quiet(Path folder) {
        pause(SETTLING);
        NodeStatus before = NodeStatus.of(folder);
        long start = System.nanoTime();
        pause(Duration.ofSeconds(quiet));
        NodeStatus after = NodeStatus.of(folder);
        double seconds = (System.nanoTime() - start) / 1e9;
        say("while they wait     %.2f mutations and %.2f reads a second (in %.0f s)", (after.mutations() - before.mutations()) / seconds,
                (after.reads() - before.reads()) / seconds, seconds);
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private boolean afterRestart(Path folder, NodeQueue queue) throws IOException {
        long start = System.nanoTime();
        long end = start + sending.limit().toNanos();
        Optional<NodeStatus> ready = NodeStatus.ifReady(folder);
        while (ready.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(ROUND.toNanos());
            ready = NodeStatus.ifReady(folder);
        }
        if (ready.isEmpty()) {
            say("the node is not ready");
            return false;
        }
        say("ready after         %.1f s", (System.nanoTime() - start) / 1e9);
        if (!queue.await(destination(), messages, sending.limit())) {
            say("only %s wait", queue.waiting(destination()));
            return false;
        }
        say("all wait again after %.1f s", (System.nanoTime() - start) / 1e9);
        heap(ready.get(), Optional.empty());
        quiet(folder);
        return true;
    }

    private boolean drained(NodeQueue queue) throws IOException {
        long waiting = queue.waiting(destination()).orElseThrow(() -> new IOException("the queue cannot be counted"));
        try (RelaySink sink = RelaySink.open(sinkPort, SinkFaults.none())) {
            if (retry) {
                queue.retry(destination());
            }
            SinkTally tally = sink.tally();
            long start = System.nanoTime();
            long end = start + sending.limit().toNanos();
            long stepBegun = start;
            long printed = 0;
            while (tally.distinct() < waiting && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(ROUND.toNanos());
                if (tally.distinct() >= printed + step) {
                    long now = System.nanoTime();
                    long arrived = tally.distinct();
                    say("%,10d arrived      %.1f/s", arrived, (arrived - printed) / ((now - stepBegun) / 1e9));
                    printed = arrived;
                    stepBegun = now;
                }
            }
            double seconds = Math.max(1, tally.lastAcceptance() - start) / 1e9;
            say("arrived             %,d of %,d in %.1f s, %.1f/s; twice or more %d", tally.distinct(), waiting, seconds, tally.distinct() / seconds,
                    tally.accepted() - tally.distinct());
            say("connections         %d in all, %d at one time, at most %d messages on one, %d messages in one second", tally.connections(),
                    tally.mostConnections(), tally.mostOnOneConnection(), tally.mostInASecond());
            boolean kept = tally.mostConnections() <= maxConnections && tally.mostInASecond() <= maxRate;
            say(kept ? "the limits were kept" : "the limits were not kept");
            return kept && tally.distinct() >= waiting;
        }
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }
}
