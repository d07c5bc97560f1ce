package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;

/** Connections of a port that is closed for good: the command under way is answered, then comes BYE. RFC 9051 section 7.1.5. */
class ImapDrainTest extends ImapConversation {
    private static final String BYE = "* BYE Server is shutting down, connect again";
    /** More than the kernel's buffers hold, so that it is under way as long as the client does not read. */
    private static final int LARGE = 24 * 1024 * 1024;

    private Listener own;

    @BeforeEach
    void listen() {
        own = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ImapConnection.behavior(node.access(), ImapConnectionSettings.imaps()));
        client = new ImapTranscript(own.address(), true);
    }

    /** Closes the port, and returns when all its connections have been told: the guardian buries the first only when it has told the last. */
    private void drain() {
        int open;
        try (ImapTranscript idle = new ImapTranscript(own.address(), true)) {
            idle.expect("* OK ...");
            open = own.connections();
            TestNode.await(own.drain());
            idle.expect(BYE);
            idle.expect("<closed>");
        }
        long end = System.nanoTime() + 60_000_000_000L;
        while (own.connections() == open) {
            assertThat(System.nanoTime() - end).isNegative();
        }
    }

    private void assertToldAndClosed() {
        client.expect(BYE);
        client.expect("<closed>");
        client.hangUp();
        TestNode.await(own.drained());
    }

    @Test
    void whoHasNoCommandUnderWayIsToldAtOnce() {
        login();
        selectInbox(0);
        drain();
        assertToldAndClosed();
    }

    @Test
    void anUnfinishedLineIsNoCommand() {
        login();
        client.send("a2 LIST \"\" {5}\r\n");
        client.expect("+ ...");
        drain();
        assertToldAndClosed();
    }

    @Test
    void idleIsNoCommandEither() {                                       // RFC 2177
        login();
        selectInbox(0);
        client.send("a2 IDLE\r\n");
        client.expect("+ idling");
        drain();
        assertToldAndClosed();
    }

    @Test
    void aChallengeIsNotWaitedFor() {
        client.expect("* OK ...");
        client.send("a1 AUTHENTICATE PLAIN\r\n");
        client.expect("+ ");
        drain();
        assertToldAndClosed();
    }

    @Test
    void whoIsNotGreetedYetGetsByeAsItsGreeting() {
        for (int tries = 1;; tries++) {
            listen();
            client = new ImapTranscript(own.address(), false);
            client.send("");                                             // connected, and no handshake
            drain();
            try {
                client.secure();
                assertToldAndClosed();
                return;
            } catch (AssertionError | UncheckedIOException late) {       // by a machine that stood still for longer than a handshake may take then
                assertThat(tries).as("%s", late).isLessThan(10);
                client.hangUp();
            }
        }
    }

    @Test
    void aMessageThatIsUnderWayIsTakenAndWhatIsPipelinedBehindItIsNotBegun() {
        login();
        client.send("a2 APPEND INBOX {" + MESSAGE.length() + "}\r\n");
        client.expect("+ ...");
        client.send(MESSAGE.substring(0, 10));
        drain();
        client.send(MESSAGE.substring(10) + "\r\na3 CREATE Other\r\n");
        client.expect("a2 OK [APPENDUID ...] APPEND completed");
        assertToldAndClosed();
        try (ImapTranscript later = new ImapTranscript(secure.address(), true)) {
            later.expect("* OK ...");
            later.send("b1 LOGIN " + user + " secret\r\n");
            later.expect("b1 OK ...");
            later.send("b2 STATUS INBOX (MESSAGES)\r\n");
            later.expect("* STATUS \"INBOX\" (MESSAGES 1)");
            later.expect("b2 OK ...");
            later.send("b3 LIST \"\" Other\r\n");
            later.expect("b3 OK ...");
        }
    }

    @Test
    void aMessageThatDoesNotEndInTimeIsNotTaken() {
        login();
        client.send("a2 APPEND INBOX {1000}\r\n");
        client.expect("+ ...");
        client.send(MESSAGE);
        drain();
        own.endDrain();
        assertToldAndClosed();
    }

    private void fetchLarge() {
        login();
        append("m1", "INBOX", "Subject: large\r\n\r\n" + "0123456789abcdef".repeat(LARGE / 16));
        selectInbox(1);
        client.send("a2 FETCH 1 BODY[TEXT]\r\n");
        client.expect("* 1 FETCH (BODY[TEXT] {" + LARGE + "}");
    }

    @Test
    void aMessageThatIsBeingReadIsGivenWhole() {
        fetchLarge();
        drain();
        assertThat(client.octets(LARGE)).hasSize(LARGE).endsWith("abcdef".getBytes(StandardCharsets.US_ASCII));
        client.expect(" FLAGS (...))");
        client.expect("a2 OK FETCH completed");
        assertToldAndClosed();
    }

    /** BYE would be a part of the literal. */
    @Test
    void aMessageThatIsNotReadInTimeIsBrokenOffWithoutAWord() {
        fetchLarge();
        drain();
        own.endDrain();
        TestNode.await(own.drained());
        assertThat(rest()).noneMatch(line -> line.contains("BYE"));
    }

    private List<String> rest() {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = client.line(); !line.endsWith("<closed>"); line = client.line()) {
                lines.add(line);
            }
        } catch (UncheckedIOException reset) {
            return lines;
        }
        return lines;
    }
}
