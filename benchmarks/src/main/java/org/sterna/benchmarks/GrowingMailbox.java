package org.sterna.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sterna.platform.drill.LatencyHistogram;

/**
 * Messages in one mailbox: what a delivery into it costs beside one into a mailbox that is empty at first, and how long commands in it take. What a round adds is
 * taken away behind it; while it goes on, a small mailbox is as much larger.
 */
final class GrowingMailbox implements ScaleSubject {
    private static final int CONNECTIONS = 4;
    private static final int AT_ONCE = 50;
    private static final int COMMANDS_OF_A_BATCH = 100;
    private static final int SMALL_ONES = 100;
    private static final List<String> LARGE = List.of(ScaleNode.address("large", 0));

    private final ScaleNode node;
    private final ScaleLoad load;
    private final ScaleOptions options;
    private final SyncMessages make;
    private long messages;
    private int smallOnes;

    GrowingMailbox(ScaleNode node, ScaleLoad load, ScaleOptions options) {
        this.node = node;
        this.load = load;
        this.options = options;
        make = new SyncMessages(options.fillSize());
        node.makeAccounts("large", 0, 1);
        node.makeAccounts("small", 0, SMALL_ONES);
    }

    private SyncClient connect() throws IOException {
        SyncClient client = new SyncClient(node.imaps());
        client.ask("LOGIN \"" + LARGE.get(0) + "\" \"" + ScaleNode.PASSWORD + "\"");
        return client;
    }

    @Override
    public void grow(long size, TimeBudget budget) throws IOException, InterruptedException {
        List<SyncClient> clients = new ArrayList<>();
        try {
            while (clients.size() < CONNECTIONS) {
                clients.add(connect());
            }
            while (messages < size && !budget.isSpent()) {
                int more = (int) Math.min(COMMANDS_OF_A_BATCH * AT_ONCE, size - messages);
                TimedSteps.run(CONNECTIONS, (more + AT_ONCE - 1) / AT_ONCE, new LatencyHistogram(), (worker, index) ->
                        clients.get(worker).append("INBOX", some(messages + (long) index * AT_ONCE, Math.min(AT_ONCE, more - index * AT_ONCE))));
                messages += more;
            }
        } finally {
            for (SyncClient client : clients) {
                client.close();
            }
        }
    }

    private List<byte[]> some(long first, int count) {
        List<byte[]> some = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            some.add(make.message(first + number));
        }
        return some;
    }

    @Override
    public void measure(long size, ScaleReadings readings) throws IOException, InterruptedException {
        try (SyncClient client = connect()) {
            commands(client, size, readings);
            List<String> small = List.of(ScaleNode.address("small", smallOnes++ % SMALL_ONES));
            load.time("final dot to 250, into a small mailbox", size, small, readings);
            load.time("final dot to 250, into this mailbox", size, LARGE, readings);
            load.cost("delivered into a small mailbox", size, small, readings);
            load.cost("delivered into this mailbox", size, LARGE, readings);
            client.ask("NOOP");
            client.ask("STORE " + (size + 1) + ":* +FLAGS.SILENT (\\Deleted)");
            client.ask("EXPUNGE");
        }
    }

    private void commands(SyncClient client, long size, ScaleReadings readings) throws IOException {
        LatencyHistogram selects = new LatencyHistogram();
        LatencyHistogram stores = new LatencyHistogram();
        LatencyHistogram appends = new LatencyHistogram();
        for (int round = 0; round < options.commands(); round++) {
            selects.record(client.ask("SELECT INBOX").nanos());
        }
        for (int round = 0; round < options.commands(); round++) {
            stores.record(client.ask("STORE " + (1 + size / 2) + (round % 2 == 0 ? " +" : " -") + "FLAGS (\\Flagged)").nanos());
        }
        for (int round = 0; round < options.commands(); round++) {
            appends.record(client.append("INBOX", some(size + round, 1)).nanos());
        }
        ScaleLoad.time("SELECT", size, selects, readings);
        ScaleLoad.time("STORE on one message", size, stores, readings);
        ScaleLoad.time("APPEND", size, appends, readings);
    }
}
