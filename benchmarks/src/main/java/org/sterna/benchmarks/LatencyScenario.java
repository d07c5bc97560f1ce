package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.sterna.platform.drill.LatencyHistogram;
import org.sterna.platform.drill.SmtpLoadPlan;

/** How long the final dot waits for its 250 while fifty messages come in a second. */
final class LatencyScenario implements ComparedScenario {
    private static final double PER_SECOND = 50;
    private static final String NAME = "SMTP in, 5 KB, 50/s offered";

    private final List<String> recipients = ScaleNode.addresses(ComparedAccounts.DELIVERY, ComparedAccounts.DELIVERIES);
    private final ComparedLoad load;
    private final int messages;

    LatencyScenario(int octets, int messages) {
        load = ComparedLoad.to(recipients, octets).at(PER_SECOND);
        this.messages = messages;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        new InboundScenario(NAME, recipients, load.octets(), messages).prepare(server);
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        try (DeliveryWatch watch = new DeliveryWatch(server.imaps(), ComparedAccounts.passwords(recipients), recipients)) {
            watch.mark();
            SmtpLoadPlan plan = load.plan(server, messages);
            Duration before = server.processorTime();
            LatencyHistogram times = ComparedLoad.run(plan).dotToReply();
            InboundScenario.await(watch, plan);
            Duration processor = server.processorTime().minus(before);
            notes.add(NAME, "dot to 250, p50, ms", times.percentile(50).toNanos() / 1e6, processor, messages);
            notes.add(NAME, "dot to 250, p99, ms", times.percentile(99).toNanos() / 1e6);
        }
    }
}
