package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sterna.platform.drill.LatencyHistogram;

/** APPEND of one message a command, each waited for: on one connection, and on sixteen, each of another account. */
final class AppendScenario implements ComparedScenario {
    private static final int OCTETS = 4_800;
    private static final String NAME = "APPEND, 5 KB, ";

    private final int messages;

    AppendScenario(int messages) {
        this.messages = messages;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        append(server, ComparedAccounts.APPENDING);
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        measure(server, 1, "one connection", notes);
        measure(server, ComparedAccounts.APPENDING, ComparedAccounts.APPENDING + " connections", notes);
    }

    private void measure(ComparedServer server, int connections, String name, ComparedNotes notes) throws IOException, InterruptedException {
        Duration before = server.processorTime();
        long nanos = append(server, connections);
        notes.add(NAME + name, "messages/s", messages / (nanos / 1e9), server.processorTime().minus(before), messages);
    }

    /** How long it took, in nanoseconds; logins, which take little of the processor time, not counted. */
    private long append(ComparedServer server, int connections) throws IOException, InterruptedException {
        SyncMessages make = new SyncMessages(OCTETS);
        List<SyncClient> clients = new ArrayList<>();
        try {
            for (int number = 0; number < connections; number++) {
                SyncClient client = new SyncClient(server.imaps());
                clients.add(client);
                client.ask("LOGIN \"" + ScaleNode.address(ComparedAccounts.APPENDED, number) + "\" \"" + ScaleNode.PASSWORD + "\"");
            }
            return TimedSteps.run(connections, messages, new LatencyHistogram(),
                    (worker, index) -> clients.get(worker).append("INBOX", List.of(make.message(index))));
        } finally {
            for (SyncClient client : clients) {
                client.close();
            }
        }
    }
}
