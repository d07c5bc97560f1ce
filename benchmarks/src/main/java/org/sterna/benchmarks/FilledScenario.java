package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Another scenario on a node that has much to keep. What is filled stays.
 *
 * @param filling done once, before the scenario's own preparation
 */
record FilledScenario(Filling filling, ComparedScenario scenario) implements ComparedScenario {
    private static final int OCTETS = 1_200;
    private static final String DEAD_DOMAIN = "dead.test";
    /** Nobody listens on port 1 (tcpmux). */
    private static final String DEAD_HOP = "127.0.0.1:1";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** What comes first. */
    interface Filling {
        void fill(ComparedServer server) throws IOException, InterruptedException;
    }

    /** With so many messages in each mailbox that takes deliveries. */
    static FilledScenario mailboxes(List<String> users, int messages, ComparedScenario scenario) {
        return new FilledScenario(server -> {
            for (String user : users) {
                InboxFilling.fill(server.imaps(), user, ScaleNode.PASSWORD, messages, OCTETS);
            }
        }, scenario);
    }

    /** With so many messages in the queue, for a destination that cannot be reached. */
    static FilledScenario queue(int messages, ComparedScenario scenario) {
        return new FilledScenario(server -> {
            NodeQueue queue = server.node().orElseThrow().queue();
            queue.route(DEAD_DOMAIN, DEAD_HOP);
            ComparedLoad.run(ComparedLoad.to(List.of("rcpt@" + DEAD_DOMAIN), OCTETS).plan(server, messages));
            if (!queue.await(DEAD_HOP, messages, LIMIT)) {
                throw new IOException("not " + messages + " messages wait, but " + queue.waiting(DEAD_HOP));
            }
        }, scenario);
    }

    @Override
    public boolean suits(ComparedServer server) {
        return server.node().isPresent() && scenario.suits(server);
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        filling.fill(server);
        scenario.prepare(server);
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        scenario.measure(server, round, notes);
    }
}
