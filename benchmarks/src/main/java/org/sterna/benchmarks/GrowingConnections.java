package org.sterna.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sterna.platform.drill.LatencyHistogram;

/** IMAP connections with TLS that idle, each in an INBOX where nothing arrives: what a delivery to others costs, and how long another client's commands take. */
final class GrowingConnections implements ScaleSubject {
    private static final int MAILBOXES = 100;
    private static final int IDLING = 1000;
    private static final int AT_ONCE = 4;
    private static final int BATCH = 500;

    private final ScaleNode node;
    private final ScaleLoad load;
    private final ScaleOptions options;
    private final Map<Integer, ImapClient> open = new ConcurrentHashMap<>();

    GrowingConnections(ScaleNode node, ScaleLoad load, ScaleOptions options) {
        this.node = node;
        this.load = load;
        this.options = options;
        node.makeAccounts("u", 0, MAILBOXES);
        node.makeAccounts("idle", 0, IDLING);
    }

    @Override
    public void grow(long size, TimeBudget budget) throws IOException, InterruptedException {
        while (open.size() < size && !budget.isSpent()) {
            int before = open.size();
            TimedSteps.run(AT_ONCE, (int) Math.min(BATCH, size - before), new LatencyHistogram(), (worker, index) -> {
                ImapClient client = selected(ScaleNode.address("idle", (before + index) % IDLING));
                open.put(before + index, client);
                client.idle();
            });
        }
    }

    private ImapClient selected(String address) throws IOException {
        ImapClient client = new ImapClient(node.imaps());
        try {
            client.login(address, ScaleNode.PASSWORD);
            client.select("INBOX");
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public void measure(long size, ScaleReadings readings) throws IOException, InterruptedException {
        List<String> mailboxes = ScaleNode.addresses("u", MAILBOXES);
        LatencyHistogram logins = new LatencyHistogram();
        for (int round = 0; round < options.commands(); round++) {
            long begin = System.nanoTime();
            selected(mailboxes.get(round % MAILBOXES)).close();
            logins.record(System.nanoTime() - begin);
        }
        ScaleLoad.time("connect, TLS handshake, LOGIN, SELECT", size, logins, readings);
        load.time("final dot to 250", size, mailboxes, readings);
        load.cost("delivered", size, mailboxes, readings);
    }

    @Override
    public void close() throws IOException {
        for (ImapClient client : open.values()) {
            client.close();
        }
    }
}
