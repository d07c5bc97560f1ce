package org.sterna.benchmarks;

import java.io.IOException;

/** From the final dot of a message to EXISTS, as a client is told that idles in its mailbox. */
final class ExistsScenario implements ComparedScenario {
    private static final String NAME = "delivery to EXISTS in IDLE";
    private static final int PER_SECOND = 10;
    private static final String USER = ScaleNode.address(ComparedAccounts.TOLD, 0);

    private final int messages;

    ExistsScenario(int messages) {
        this.messages = messages;
    }

    private IdleDelivery.Times deliver(ComparedServer server) throws IOException, InterruptedException {
        return new IdleDelivery(server.imaps(), server.smtp(), IdleDelivery.Protocol.SMTP).measure(USER, ScaleNode.PASSWORD, messages, PER_SECOND);
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        deliver(server);
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        IdleDelivery.Times times = deliver(server);
        notes.add(NAME, "p50, ms", times.fromDot().percentile(50).toNanos() / 1e6);
        notes.add(NAME, "p99, ms", times.fromDot().percentile(99).toNanos() / 1e6);
    }
}
