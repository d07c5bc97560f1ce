package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.lines;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.connection.Listener;

@ExtendWith(CassandraExtension.class)
class SmtpConnectionTest {
    private static final String ALICE = "alice@example.org";
    private static final String OUTSIDE = "friend@outside.example";
    private static ReceptionNode node;
    private static Listener trusting;
    private static Listener strict;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
        trusting = node.listen(Service.SMTP, "sterna.relay.trusted-networks=[127.0.0.0/8]");
        strict = node.listen(Service.SMTP);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static QueueEvent.MessageAccepted accepted(SmtpClient client, String recipient, String content) throws IOException {
        return node.accepted(client.envelope(ALICE, recipient).data(content));
    }

    @Test
    void aSmallMessageTravelsWithItsEvent() throws IOException {
        String header = dated();
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            QueueEvent.MessageAccepted accepted = accepted(client, ALICE, header + "..dot\r\n");
            assertThat(accepted.octets()).isEqualTo(new OctetsPlace.Inline(header.length() + 6));
            assertThat(accepted.fingerprint()).isPresent();
            assertThat(header).contains("\r\nMessage-ID: " + accepted.messageId().orElseThrow() + "\r\n");
            assertThat(accepted.reversePath()).isEqualTo(ALICE);
            assertThat(accepted.recipients().get(0).target()).isInstanceOf(Target.LocalMailbox.class);
            assertThat(new String(accepted.prefix(), ISO_8859_1)).startsWith("Received: from client.example.net ([127.0.0.1])\r\n");
        }
    }

    @Test
    void aMegabyteGoesIntoABlob() throws IOException {
        String content = dated() + lines(1_000_000);
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            QueueEvent.MessageAccepted accepted = accepted(client, ALICE, content);
            assertThat(accepted.octets()).isInstanceOfSatisfying(OctetsPlace.InBlob.class, blob -> {
                assertThat(blob.size()).isEqualTo(content.length());
                assertThat(new String(node.blob(blob), ISO_8859_1).equals(content)).isTrue();
            });
            assertThat(accepted.fingerprint()).isPresent();
        }
    }

    @Test
    void aClientThatLeavesInMidContentLeavesNoBlob() throws IOException {
        Set<String> before = node.blobs();
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            client.envelope(ALICE, ALICE).ask("DATA\r\n");
            client.send(dated() + lines(400_000));
            await("a chunk is stored", () -> !before.containsAll(node.blobs()));
        }
        await("the chunks are deleted", () -> before.containsAll(node.blobs()));
    }

    @Test
    void withoutMessageIdAndDateThereIsNoFingerprint() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            assertThat(accepted(client, ALICE, "Subject: x\r\n\r\ny\r\n").fingerprint()).isEmpty();
            assertThat(accepted(client, ALICE, "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\n\r\ny\r\n").fingerprint()).isPresent();
        }
    }

    @Test
    void aMessageThatRunsInACircleIsRefused() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            assertThat(client.envelope(ALICE, ALICE).data("Received: from a by b\r\n".repeat(101) + dated())).startsWith("554 5.4.6 ");
            assertThat(accepted(client, ALICE, "Received: from a by b\r\n".repeat(100) + dated()).octets()).isInstanceOf(OctetsPlace.Inline.class);
        }
    }

    @Test
    void onlyTrustedClientsMayRelay() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            client.ask("MAIL FROM:<" + ALICE + ">\r\n");
            assertThat(client.ask("RCPT TO:<" + OUTSIDE + ">\r\n")).startsWith("550 5.7.1 ");
            assertThat(client.ask("RCPT TO:<nobody@example.org>\r\n")).startsWith("550 5.1.1 ");
        }
        try (SmtpClient client = SmtpClient.greeted(trusting)) {
            assertThat(accepted(client, OUTSIDE, dated()).recipients().get(0).target()).isEqualTo(Target.Relay.to("outside.example"));
        }
    }

    @Test
    void commandsBehindTheContentAreAnsweredThoughTheClientHasFinishedSending() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            client.send("MAIL FROM:<>\r\nRCPT TO:<ALICE@EXAMPLE.ORG>\r\nDATA\r\n");
            assertThat(client.replies(3)).allMatch(line -> line.startsWith("250 ") || line.startsWith("354 "));
            client.send(dated() + ".\r\nRSET\r\nMAIL FROM:<" + ALICE + ">\r\nRSET\r\nQUIT\r\n");
            client.finishSending();
            assertThat(node.accepted(client.reply()).reversePath()).isEmpty();
            assertThat(client.replies(3)).allMatch(line -> line.startsWith("250 "));
            assertThat(client.reply()).startsWith("221 ");
            assertThat(client.isClosed()).isTrue();
        }
    }

    /** All octets are here, but the first chunks of them are still on their way into the store. */
    @Test
    void aLargeMessageIsAcceptedThoughTheClientHasFinishedSending() throws IOException {
        String content = dated() + lines(2_000_000);
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            client.envelope(ALICE, ALICE).ask("DATA\r\n");
            client.send(content + ".\r\n");
            client.finishSending();
            assertThat(node.accepted(client.reply()).octets().size()).isEqualTo(content.length());
        }
    }

    @Test
    void nothingInjectedBehindStartTlsIsUsed() throws IOException {           // RFC 3207 section 6
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            client.send("STARTTLS\r\nMAIL FROM:<" + ALICE + ">\r\n");
            List<String> said = new ArrayList<>();
            try {
                for (String reply = client.reply(); !reply.isEmpty(); reply = client.reply()) {
                    said.add(reply);
                }
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            assertThat(said).noneMatch(reply -> reply.startsWith("250"));
        }
    }

    /** What begins with white space would go on with our last field. */
    @Test
    void aMessageCannotContinueOurFields() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            String found = node.delivered(client.envelope(ALICE, ALICE).data(" by mx.example.com; never\r\nSubject: x\r\n\r\ny\r\n"));
            assertThat(found).endsWith("\r\n\r\n by mx.example.com; never\r\nSubject: x\r\n\r\ny\r\n");
            assertThat(node.delivered(client.envelope(ALICE, ALICE).data("Subject: x\r\n\r\n y\r\n"))).doesNotContain("\r\n\r\nSubject");
        }
    }

    /** Filters rely on it. */
    @Test
    void whatOnlyWeMayWriteIsTakenOut() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(strict)) {
            String found = node.delivered(client.envelope(ALICE, ALICE).data("X-Sterna-Policy: all is well\r\nSubject: x\r\nx-sterna-POLICY : so\r\n it is\r\n"
                    + "X-Sterna-Policy-Note: stays\r\nX-Sterna-Policy:\r\nTo: alice\r\n\r\nX-Sterna-Policy: in the body\r\n"));
            assertThat(found).endsWith("\r\nSubject: x\r\nX-Sterna-Policy-Note: stays\r\nTo: alice\r\n\r\nX-Sterna-Policy: in the body\r\n")
                    .doesNotContain("all is well", "it is");
        }
    }
}
