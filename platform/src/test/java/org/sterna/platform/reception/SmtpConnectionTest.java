package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.protocols.smtp.SmtpRules;

@ExtendWith(CassandraExtension.class)
class SmtpConnectionTest {
    private static final String ALICE = "alice@example.org";
    private static final String OUTSIDE = "friend@outside.example";
    private static final String DATED = "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@example.net>\r\nSubject: x\r\n\r\n";
    private static TestNode node;
    private static TestQueue queue;
    private static Listener trusting;
    private static Listener strict;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        queue = TestQueue.on(node);
        node.account(ALICE, "secret");
        trusting = listen(true);
        strict = listen(false);
    }

    @AfterAll
    static void stop() {
        queue.close();
        node.close();
    }

    private static Listener listen(boolean trusted) {
        ReceptionServices services = new ReceptionServices(queue.queue(), queue.targets(), node.access().authenticator(), queue.blobs(),
                node.access().sessionLog(), Optional.of(TestNode.engines()), Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
        SmtpRules rules = new SmtpRules("mail.example.org", SmtpRules.Role.TRANSFER, SmtpRules.TlsOffer.STARTTLS, 10_000_000, 100, 20);
        return node.listen(ListenerSettings.clear("127.0.0.1", 0), SmtpConnection.behavior(services, new ReceptionSettings("smtp", rules, false,
                client -> trusted, Duration.ofSeconds(60), Duration.ofSeconds(60), 998, 64 * 1024)));
    }

    /** Says what it is told; a reply is its last line. */
    private static final class Client implements Closeable {
        private final Socket socket;
        private final BufferedReader in;

        Client(Listener listener) throws IOException {
            socket = new Socket("127.0.0.1", listener.address().getPort());
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            assertThat(reply()).startsWith("220 ");
            assertThat(ask("EHLO client.example.net\r\n")).startsWith("250 ");
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        String reply() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return Optional.ofNullable(line).orElse("");
        }

        String ask(String text) throws IOException {
            send(text);
            return reply();
        }

        void envelope(String recipient) throws IOException {
            assertThat(ask("MAIL FROM:<" + ALICE + ">\r\n")).startsWith("250 ");
            assertThat(ask("RCPT TO:<" + recipient + ">\r\n")).startsWith("250 ");
            assertThat(ask("DATA\r\n")).startsWith("354 ");
        }

        QueueEvent.MessageAccepted accepted(String recipient, String content) throws IOException {
            envelope(recipient);
            return SmtpConnectionTest.accepted(ask(content + ".\r\n"));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static QueueEvent.MessageAccepted accepted(String reply) {
        assertThat(reply).startsWith("250 2.0.0 OK queued as ");
        QueueId id = QueueId.parse(reply.substring(reply.lastIndexOf(' ') + 1)).orElseThrow();
        return (QueueEvent.MessageAccepted) TestNode.await(queue.intake().events(id)).get(0);
    }

    private static Set<String> blobs() {
        return new HashSet<>(TestNode.await(node.database().readAll(node.database().prepare("SELECT id FROM blob").bind(),
                row -> String.valueOf(row.getObject("id")))));
    }

    private static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
        }
    }

    private static String lines(int octets) {
        return "a line of forty octets, its end included\r\n".repeat(octets / 42);
    }

    @Test
    void aSmallMessageTravelsWithItsEvent() throws IOException {
        try (Client client = new Client(strict)) {
            QueueEvent.MessageAccepted accepted = client.accepted(ALICE, DATED + "..dot\r\n");
            assertThat(accepted.octets()).isEqualTo(new OctetsPlace.Inline(DATED.length() + 6));
            assertThat(accepted.fingerprint()).isPresent();
            assertThat(accepted.messageId()).contains("<1@example.net>");
            assertThat(accepted.reversePath()).isEqualTo(ALICE);
            assertThat(accepted.recipients().get(0).target()).isInstanceOf(Target.LocalMailbox.class);
            assertThat(new String(accepted.prefix(), ISO_8859_1)).startsWith("Received: from client.example.net ([127.0.0.1])\r\n");
        }
    }

    @Test
    void aMegabyteGoesIntoABlob() throws IOException {
        String content = DATED + lines(1_000_000);
        try (Client client = new Client(strict)) {
            QueueEvent.MessageAccepted accepted = client.accepted(ALICE, content);
            assertThat(accepted.octets()).isInstanceOfSatisfying(OctetsPlace.InBlob.class, blob -> {
                assertThat(blob.size()).isEqualTo(content.length());
                byte[] stored = TestNode.await(queue.blobs().content(blob.blob(), blob.size()).range(0, content.length()));
                assertThat(new String(stored, ISO_8859_1).equals(content)).isTrue();
            });
            assertThat(accepted.fingerprint()).isPresent();
        }
    }

    @Test
    void aClientThatLeavesInMidContentLeavesNoBlob() throws IOException {
        Set<String> before = blobs();
        try (Client client = new Client(strict)) {
            client.envelope(ALICE);
            client.send(DATED + lines(400_000));
            await("a chunk is stored", () -> !before.containsAll(blobs()));
        }
        await("the chunks are deleted", () -> before.containsAll(blobs()));
    }

    @Test
    void withoutMessageIdAndDateThereIsNoFingerprint() throws IOException {
        try (Client client = new Client(strict)) {
            assertThat(client.accepted(ALICE, "Subject: x\r\n\r\ny\r\n").fingerprint()).isEmpty();
            assertThat(client.accepted(ALICE, "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\n\r\ny\r\n").fingerprint()).isPresent();
        }
    }

    @Test
    void aMessageThatRunsInACircleIsRefused() throws IOException {
        try (Client client = new Client(strict)) {
            client.envelope(ALICE);
            assertThat(client.ask("Received: from a by b\r\n".repeat(101) + DATED + ".\r\n")).startsWith("554 5.4.6 ");
            assertThat(client.accepted(ALICE, "Received: from a by b\r\n".repeat(100) + DATED).octets()).isInstanceOf(OctetsPlace.Inline.class);
        }
    }

    @Test
    void onlyTrustedClientsMayRelay() throws IOException {
        try (Client client = new Client(strict)) {
            client.ask("MAIL FROM:<" + ALICE + ">\r\n");
            assertThat(client.ask("RCPT TO:<" + OUTSIDE + ">\r\n")).startsWith("550 5.7.1 ");
            assertThat(client.ask("RCPT TO:<nobody@example.org>\r\n")).startsWith("550 5.1.1 ");
        }
        try (Client client = new Client(trusting)) {
            assertThat(client.accepted(OUTSIDE, DATED).recipients().get(0).target()).isEqualTo(new Target.Relay("outside.example"));
        }
    }

    @Test
    void commandsBehindTheContentAreAnsweredThoughTheClientHasFinishedSending() throws IOException {
        try (Client client = new Client(strict)) {
            client.send("MAIL FROM:<>\r\nRCPT TO:<ALICE@EXAMPLE.ORG>\r\nDATA\r\n" + DATED + ".\r\nRSET\r\nMAIL FROM:<" + ALICE + ">\r\nRSET\r\nQUIT\r\n");
            client.socket.shutdownOutput();
            assertThat(List.of(client.reply(), client.reply(), client.reply())).allMatch(line -> line.startsWith("250 ") || line.startsWith("354 "));
            assertThat(accepted(client.reply()).reversePath()).isEmpty();
            assertThat(List.of(client.reply(), client.reply(), client.reply())).allMatch(line -> line.startsWith("250 "));
            assertThat(client.reply()).startsWith("221 ");
            assertThat(client.in.readLine()).isNull();
        }
    }

    @Test
    void nothingInjectedBehindStartTlsIsUsed() throws IOException {
        try (Client client = new Client(strict)) {
            assertThat(client.ask("STARTTLS\r\nMAIL FROM:<" + ALICE + ">\r\n")).doesNotStartWith("250");
            assertThat(client.in.lines()).noneMatch(line -> line.startsWith("250"));
        } catch (IOException | UncheckedIOException reset) {
            assertThat(reset).hasMessageContaining("reset");                  // RFC 3207 section 6: dropped is well, too
        }
    }
}
