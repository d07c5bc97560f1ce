package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;
import static org.sterna.platform.reception.ReceptionNode.lines;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;

/** Connections of a port that is closed for good: what is under way ends, then they are told. RFC 5321 section 3.8. */
@ExtendWith(CassandraExtension.class)
@Timeout(600)
class SmtpDrainTest {
    private static final String ALICE = "alice@example.org";
    private static final String BYE = "421 4.3.2 Service is shutting down";
    private static ReceptionNode node;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private interface Play {
        void play() throws IOException;
    }

    /** A machine that stood still for longer than a server waits that is about to stop: that is not what is tested here. */
    private static void retried(Play play) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                play.play();
                return;
            } catch (AssertionError | IOException late) {
                if (tries == 10) {
                    throw late;
                }
            }
        }
    }

    /** Closes the port, and returns when all its connections have been told: the guardian buries the first only when it has told the last. */
    private static void drain(Listener listener) throws IOException {
        try (SmtpClient idle = SmtpClient.greeted(listener)) {
            int open = listener.connections();
            TestNode.await(listener.drain());
            assertToldAndClosed(idle);
            idle.close();
            await("one less", () -> listener.connections() < open);
        }
    }

    private static void assertToldAndClosed(SmtpClient client) throws IOException {
        assertThat(client.reply()).isEqualTo(BYE);
        assertThat(client.isClosed()).isTrue();
    }

    private static void assertDrained(Listener listener) {
        TestNode.await(listener.drained());
        assertThat(listener.connections()).isZero();
    }

    @Test
    void aPortWithoutConnectionsIsDrainedAtOnce() {
        Listener listener = node.listen(Service.SMTP);
        TestNode.await(listener.drain());
        assertDrained(listener);
    }

    @Test
    void whoSaidNothingYetIsTold() throws IOException {
        Listener listener = node.listen(Service.SMTP);
        try (SmtpClient client = SmtpClient.connect(listener)) {
            assertThat(client.reply()).startsWith("220 ");
            drain(listener);
            assertToldAndClosed(client);
        }
        assertDrained(listener);
    }

    @Test
    void contentThatIsUnderWayIsAcceptedAndWhatIsPipelinedBehindItIsNotBegun() throws IOException {
        Listener listener = node.listen(Service.SMTP);
        try (SmtpClient client = SmtpClient.greeted(listener).envelope("a@example.net", ALICE)) {
            assertThat(client.ask("DATA\r\n")).startsWith("354 ");
            client.send(dated() + "Hel");
            drain(listener);
            client.send("lo.\r\n.\r\nMAIL FROM:<b@example.net>\r\nRCPT TO:<" + ALICE + ">\r\nDATA\r\n");
            String reply = client.reply();
            assertThat(node.delivered(reply)).endsWith("Hello.\r\n");
            assertToldAndClosed(client);
        }
        assertDrained(listener);
    }

    @Test
    void aTransactionThatOnlyHasItsReversePathMayEnd() throws IOException {
        Listener listener = node.listen(Service.SMTP);
        try (SmtpClient client = SmtpClient.greeted(listener).envelope("a@example.net")) {
            drain(listener);
            assertThat(client.ask("RCPT TO:<nobody@example.org>\r\n")).startsWith("550 5.1.1");
            assertThat(client.ask("RCPT TO:<" + ALICE + ">\r\n")).startsWith("250 ");
            assertThat(client.data(dated() + "Hello.\r\n")).startsWith("250 ");
            assertToldAndClosed(client);
        }
        assertDrained(listener);
    }

    @Test
    void chunksThatAreUnderWayAreAccepted() throws IOException {         // RFC 3030 section 2
        Listener listener = node.listen(Service.SMTP);
        String content = dated() + "Hello.\r\n";
        try (SmtpClient client = SmtpClient.greeted(listener).envelope("a@example.net", ALICE)) {
            client.send("BDAT 10\r\n" + content.substring(0, 5));
            drain(listener);
            assertThat(client.ask(content.substring(5, 10))).startsWith("250 2.0.0 10 octets");
            String reply = client.ask("BDAT " + (content.length() - 10) + " LAST\r\n" + content.substring(10));
            assertThat(node.delivered(reply)).endsWith("Hello.\r\n");
            assertToldAndClosed(client);
        }
        assertDrained(listener);
    }

    @Test
    void everyRecipientHasItsReplyByLmtp() throws IOException {          // RFC 2033 section 4.2
        Listener listener = node.listen(Service.LMTP);
        try (SmtpClient client = SmtpClient.connect(listener); SmtpClient idle = SmtpClient.connect(listener)) {
            client.reply();
            idle.reply();
            assertThat(client.ask("LHLO client.example.net\r\n")).startsWith("250 ");
            client.envelope("a@example.net", ALICE, "ALICE@example.org");
            assertThat(client.ask("DATA\r\n")).startsWith("354 ");
            TestNode.await(listener.drain());
            assertToldAndClosed(idle);
            client.send(dated() + "Hello.\r\n.\r\n");
            assertThat(client.replies(2)).allMatch(reply -> reply.startsWith("250 "));
            assertToldAndClosed(client);
        }
        assertDrained(listener);
    }

    /** The end of TLS is said, or a client could not tell it from an attack: {@link SmtpClient#isClosed} would fail. RFC 8446 section 6.1. */
    @Test
    void underTlsTheSame() throws IOException {
        Listener listener = node.listen(Service.SMTP);
        try (SmtpClient client = SmtpClient.secured(listener).envelope("a@example.net", ALICE); SmtpClient idle = SmtpClient.secured(listener)) {
            drain(listener);
            assertToldAndClosed(idle);
            assertThat(client.data(dated() + "Hello.\r\n")).startsWith("250 ");
            assertToldAndClosed(client);
        }
        assertDrained(listener);
    }

    @Test
    void aHandshakeThatIsUnderWayEndsFirst() throws IOException {
        retried(() -> {
            Listener listener = node.listen(Service.SMTP);
            try (SmtpClient client = SmtpClient.greeted(listener)) {
                assertThat(client.ask("STARTTLS\r\n")).startsWith("220 ");
                drain(listener);
                client.startTls();
                assertToldAndClosed(client);
            }
            assertDrained(listener);
        });
    }

    @Test
    void whoIsToldWithinTheFirstHandshakeGetsNoGreeting() throws IOException {      // RFC 5321 section 4.3.2
        retried(() -> {
            Listener listener = node.listen(Service.SUBMISSIONS);
            try (SmtpClient client = SmtpClient.connect(listener); SmtpClient idle = SmtpClient.implicit(listener)) {
                await("both are there", () -> listener.connections() == 2);
                TestNode.await(listener.drain());
                assertToldAndClosed(idle);
                idle.close();
                await("one less", () -> listener.connections() == 1);
                client.startTls();
                assertToldAndClosed(client);
            }
            assertDrained(listener);
        });
    }

    @Test
    void whoNeverShakesHandsIsNotWaitedFor() throws IOException {
        Listener listener = node.listen(Service.SUBMISSIONS);
        try (SmtpClient silent = SmtpClient.connect(listener); SmtpClient idle = SmtpClient.implicit(listener)) {
            await("both are there", () -> listener.connections() == 2);
            TestNode.await(listener.drain());
            assertToldAndClosed(idle);
            assertDrained(listener);
            assertThat(silent.isClosed()).isTrue();
        }
    }

    @Test
    void whoDoesNotCloseIsNotWaitedForLong() throws IOException {
        retried(() -> {
            Listener listener = node.listen(Service.SMTP);
            try (SmtpClient sleeping = SmtpClient.greeted(listener)) {
                TestNode.await(listener.drain());
                long begun = System.nanoTime();
                assertDrained(listener);
                assertThat(System.nanoTime() - begun).as("less than the 10 s of a usual close").isLessThan(9_000_000_000L);
                assertToldAndClosed(sleeping);
            }
        });
    }

    @Test
    void contentThatDoesNotEndInTimeIsNotAccepted() throws IOException {
        Listener listener = node.listen(Service.SMTP);
        int blobs = node.blobs().size();
        try (SmtpClient slow = SmtpClient.greeted(listener).envelope("a@example.net", ALICE);
                SmtpClient chunking = SmtpClient.greeted(listener).envelope("a@example.net", ALICE);
                SmtpClient addressing = SmtpClient.greeted(listener).envelope("a@example.net", ALICE)) {
            assertThat(slow.ask("DATA\r\n")).startsWith("354 ");
            slow.send(dated() + lines(400_000));
            chunking.send("BDAT 100\r\nabc");
            drain(listener);
            listener.endDrain();
            assertThat(slow.reply()).isEqualTo(BYE);
            assertToldAndClosed(chunking);
            assertToldAndClosed(addressing);
            assertDrained(listener);
        }
        await("what was stored of it is gone", () -> node.blobs().size() == blobs);
    }
}
