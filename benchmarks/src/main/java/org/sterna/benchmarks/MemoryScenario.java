package org.sterna.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sterna.platform.drill.LatencyHistogram;

/** What connections that idle in an INBOX take of the machine's memory, and of a node's heap. */
final class MemoryScenario implements ComparedScenario {
    private static final int AT_ONCE = 4;

    private final int connections;
    private final int inbox;

    /** @param inbox messages in each INBOX */
    MemoryScenario(int connections, int inbox) {
        this.connections = connections;
        this.inbox = inbox;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        LoginScenario.fill(server, inbox);
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        measure(server, true, "an IMAP connection that idles, by TLS", notes);
        if (server.takesPasswordsInTheClear()) {
            measure(server, false, "an IMAP connection that idles, in the clear", notes);
        }
    }

    private void measure(ComparedServer server, boolean tls, String name, ComparedNotes notes) throws IOException, InterruptedException {
        ImapEndpoint endpoint = tls ? server.imaps() : ImapEndpoint.inTheClear(server.hostAndPort("imap"));
        Map<Integer, ImapClient> open = new ConcurrentHashMap<>();
        try {
            idle(endpoint, 0, open);                         // what a server loads for its first connection is in no figure
            Optional<Long> heapBefore = heap(server);
            long before = server.processes().memoryOctets();
            TimedSteps.run(AT_ONCE, connections, new LatencyHistogram(), (worker, index) -> idle(endpoint, index + 1, open));
            Quiet.await(List.of(server));
            Optional<Long> heapAfter = heap(server);
            notes.add(name, "KiB of memory", (server.processes().memoryOctets() - before) / 1024.0 / connections);
            heapAfter.ifPresent(heap -> notes.add(name, "KiB of heap", (heap - heapBefore.orElseThrow()) / 1024.0 / connections));
        } finally {
            for (ImapClient client : open.values()) {
                client.close();
            }
        }
    }

    private static void idle(ImapEndpoint endpoint, int index, Map<Integer, ImapClient> open) throws IOException {
        ImapClient client = new ImapClient(endpoint);
        open.put(index, client);
        client.login(ComparedAccounts.inTurn(ComparedAccounts.READER, ComparedAccounts.READERS, index), ScaleNode.PASSWORD);
        client.select("INBOX");
        client.idle();
    }

    private static Optional<Long> heap(ComparedServer server) throws IOException {
        return server.node().isPresent() ? Optional.of(ClassHistogram.of(server.node().get().pid()).total()) : Optional.empty();
    }
}
