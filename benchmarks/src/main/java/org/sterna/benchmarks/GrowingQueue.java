package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;

/** Messages that wait for a dead destination: what one costs that is delivered here, and one that is relayed elsewhere. */
final class GrowingQueue implements ScaleSubject {
    private static final int MAILBOXES = 100;
    private static final int RECIPIENTS = 1000;
    private static final int BATCH = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String DEAD_DOMAIN = "dead.test";
    /** Nobody listens on port 1 (tcpmux). */
    private static final String DEAD_HOP = "127.0.0.1:1";
    private static final String SINK_DOMAIN = "sink.test";

    private final ScaleNode node;
    private final ScaleLoad load;
    private final RelaySink sink;
    private long waiting;

    GrowingQueue(ScaleNode node, ScaleLoad load) throws IOException {
        this.node = node;
        this.load = load;
        sink = RelaySink.open(0, SinkFaults.none());
        node.makeAccounts("u", 0, MAILBOXES);
        node.queue().route(DEAD_DOMAIN, DEAD_HOP);
        node.queue().route(SINK_DOMAIN, "127.0.0.1:" + sink.address().getPort());
    }

    @Override
    public void grow(long size, TimeBudget budget) throws IOException, InterruptedException {
        while (waiting < size && !budget.isSpent()) {
            int more = (int) Math.min(BATCH, size - waiting);
            load.fill(elsewhere(DEAD_DOMAIN), more);
            waiting += more;
            if (!node.queue().await(DEAD_HOP, waiting, LIMIT)) {
                throw new IOException("not " + waiting + " messages wait, but " + node.queue().waiting(DEAD_HOP));
            }
        }
    }

    private static List<String> elsewhere(String domain) {
        return IntStream.range(0, RECIPIENTS).mapToObj(number -> "u" + number + "@" + domain).toList();
    }

    @Override
    public void measure(long size, ScaleReadings readings) throws IOException, InterruptedException {
        load.time("final dot to 250, for a mailbox", size, ScaleNode.addresses("u", MAILBOXES), readings);
        load.time("final dot to 250, to be relayed", size, elsewhere(SINK_DOMAIN), readings);
        load.cost("delivered", size, ScaleNode.addresses("u", MAILBOXES), readings);
        load.cost("relayed", size, elsewhere(SINK_DOMAIN), readings);
        sink.tally().reset();
    }

    @Override
    public void close() {
        sink.close();
    }
}
