package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/** Mail from outside into mailboxes: what is acknowledged in a second, up to the last 250, and delivered, until STATUS shows each in its mailbox. */
final class InboundScenario implements ComparedScenario {
    private final String name;
    private final List<String> recipients;
    private final ComparedLoad load;
    private final int messages;

    InboundScenario(String name, List<String> recipients, int octets, int messages) {
        this.name = name;
        this.recipients = recipients;
        this.messages = messages;
        load = ComparedLoad.to(recipients, octets);
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        try (DeliveryWatch watch = watch(server)) {
            watch.mark();
            SmtpLoadPlan plan = load.plan(server, messages);
            ComparedLoad.run(plan);
            await(watch, plan);
        }
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        try (DeliveryWatch watch = watch(server)) {
            watch.mark();
            SmtpLoadPlan plan = load.plan(server, messages);
            Duration before = server.processorTime();
            long begin = System.nanoTime();
            SmtpLoadResult result = ComparedLoad.run(plan);
            await(watch, plan);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Duration processor = server.processorTime().minus(before);
            notes.add(name, "acknowledged/s", result.acknowledgedPerSecond());
            notes.add(name, "delivered/s", messages / seconds, processor, messages);
        }
    }

    private DeliveryWatch watch(ComparedServer server) throws IOException {
        return new DeliveryWatch(server.imaps(), ComparedAccounts.passwords(recipients), recipients);
    }

    /** @throws IOException if not all have come in time */
    static void await(DeliveryWatch watch, SmtpLoadPlan plan) throws IOException {
        Map<String, Long> expected = new HashMap<>();
        for (int number = 1; number <= plan.messages(); number++) {
            expected.merge(plan.recipient(number), 1L, Long::sum);
        }
        long missing = watch.await(expected, ComparedLoad.LIMIT);
        if (missing > 0) {
            throw new IOException(missing + " of " + plan.messages() + " messages did not arrive");
        }
    }
}
