package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import org.sterna.platform.drill.LatencyHistogram;

/** Whole sessions of IMAP, sixteen at a time: connection, LOGIN, SELECT, flags of all messages, LOGOUT. Each has a full handshake where it has TLS. */
final class LoginScenario implements ComparedScenario {
    private static final String BY_TLS = "IMAP login, SELECT, flags, LOGOUT, by TLS";
    private static final String IN_THE_CLEAR = "the same in the clear";
    private static final int CLIENTS = 16;
    private static final int OCTETS = 4_800;

    private final int sessions;
    private final int inbox;

    /** @param inbox messages in each INBOX */
    LoginScenario(int sessions, int inbox) {
        this.sessions = sessions;
        this.inbox = inbox;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        fill(server, inbox);
        run(server, true);
        if (server.takesPasswordsInTheClear()) {
            run(server, false);
        }
    }

    /** So many messages for each {@link ComparedAccounts#READER}. */
    static void fill(ComparedServer server, int messages) throws IOException {
        for (String reader : ScaleNode.addresses(ComparedAccounts.READER, ComparedAccounts.READERS)) {
            InboxFilling.fill(server.imaps(), reader, ScaleNode.PASSWORD, messages, OCTETS);
        }
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        measure(server, true, BY_TLS, notes);
        if (server.takesPasswordsInTheClear()) {
            measure(server, false, IN_THE_CLEAR, notes);
        }
    }

    private void measure(ComparedServer server, boolean tls, String name, ComparedNotes notes) throws IOException, InterruptedException {
        Duration before = server.processorTime();
        long nanos = run(server, tls);
        notes.add(name, "sessions/s", sessions / (nanos / 1e9), server.processorTime().minus(before), sessions);
    }

    private long run(ComparedServer server, boolean tls) throws IOException, InterruptedException {
        return TimedSteps.run(CLIENTS, sessions, new LatencyHistogram(), (worker, index) -> {
            // A context of TLS for each connection: nothing of an earlier session is resumed.
            ImapEndpoint endpoint = tls ? server.imaps() : ImapEndpoint.inTheClear(server.hostAndPort("imap"));
            try (ImapClient client = new ImapClient(endpoint)) {
                client.login(ComparedAccounts.inTurn(ComparedAccounts.READER, ComparedAccounts.READERS, index), ScaleNode.PASSWORD);
                client.select("INBOX");
                if (client.flags() < inbox) {
                    throw new IOException("an INBOX has fewer than " + inbox + " messages");
                }
                client.logout();
            }
        });
    }
}
