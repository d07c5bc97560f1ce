package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** RETR of all messages of an INBOX by POP3, each waited for. */
final class RetrievalScenario implements ComparedScenario {
    private static final String BY_TLS = "POP3 RETR, 5 KB, by TLS";
    private static final String IN_THE_CLEAR = "POP3 RETR, 5 KB, in the clear";
    private static final String USER = ScaleNode.address(ComparedAccounts.FETCHED, 0);
    private static final int OCTETS = 4_800;

    private final int messages;

    RetrievalScenario(int messages) {
        this.messages = messages;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        InboxFilling.fill(server.imaps(), USER, ScaleNode.PASSWORD, messages, OCTETS);
        retrieve(ImapEndpoint.implicitTls(server.hostAndPort("pop3s")));
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        measure(server, ImapEndpoint.implicitTls(server.hostAndPort("pop3s")), BY_TLS, notes);
        if (server.takesPasswordsInTheClear()) {
            measure(server, ImapEndpoint.inTheClear(server.hostAndPort("pop3")), IN_THE_CLEAR, notes);
        }
    }

    private void measure(ComparedServer server, ImapEndpoint endpoint, String name, ComparedNotes notes) throws IOException {
        Duration before = server.processorTime();
        long nanos = retrieve(endpoint);
        notes.add(name, "messages/s", messages / (nanos / 1e9), server.processorTime().minus(before), messages);
    }

    /** How long RETR took, in nanoseconds. */
    private long retrieve(ImapEndpoint endpoint) throws IOException {
        try (RetrievalClient client = new RetrievalClient(endpoint, USER, ScaleNode.PASSWORD)) {
            if (client.count() < messages) {
                throw new IOException("the maildrop has " + client.count() + " messages, not " + messages);
            }
            long begin = System.nanoTime();
            client.retrieve(messages, 1);
            long nanos = System.nanoTime() - begin;
            client.quit();
            return nanos;
        }
    }
}
