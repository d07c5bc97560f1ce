package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.connection.Listener;

/** LMTP over real sockets. RFC 2033. */
@ExtendWith(CassandraExtension.class)
class LmtpTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static ReceptionNode node;
    private static Listener lmtp;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE, BOB);
        lmtp = node.listen(Service.LMTP, "sterna.listeners.lmtp.enabled=true");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static SmtpClient greeted() throws IOException {
        SmtpClient client = SmtpClient.connect(lmtp);
        assertThat(client.reply()).startsWith("220 mail.example.org LMTP");
        assertThat(client.ask("LHLO client.example.net\r\n")).startsWith("250 ");
        return client;
    }

    private static void assertDeliveredToBoth(String reply, String header) {
        assertThat(node.await(reply, QueueEvent.RecipientDelivered.class, 2)).extracting(QueueEvent.RecipientDelivered::mailbox).doesNotHaveDuplicates();
        assertThat(node.delivered(reply)).contains("\r\n\tby mail.example.org with LMTP\r\n").endsWith(header + "x\r\n");
        assertThat(node.accepted(reply).recipients()).extracting(QueueEvent.Addressee::forwardPath).containsExactly(ALICE, BOB);
    }

    @Test
    void eachAcceptedRecipientHasAReplyBehindTheFinalDot() throws IOException {       // RFC 2033 section 4.2
        String header = dated();
        try (SmtpClient client = greeted()) {
            client.send("MAIL FROM:<>\r\nRCPT TO:<" + ALICE + ">\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<" + BOB + ">\r\nDATA\r\n");
            assertThat(client.replies(5)).extracting(each -> each.substring(0, 4)).containsExactly("250 ", "250 ", "550 ", "250 ", "354 ");
            client.send(header + "x\r\n.\r\nNOOP\r\n");
            List<String> replies = client.replies(3);
            assertThat(replies.get(0)).isEqualTo(replies.get(1));
            assertThat(replies.get(2)).startsWith("250 2.0.0 OK").doesNotContain("queued");
            assertDeliveredToBoth(replies.get(0), header);
        }
    }

    @Test
    void eachAcceptedRecipientHasAReplyBehindTheLastChunk() throws IOException {      // RFC 2033 section 4.3
        String header = dated();
        try (SmtpClient client = greeted()) {
            client.envelope("", ALICE, BOB);
            assertThat(client.ask("BDAT " + header.length() + "\r\n" + header)).isEqualTo("250 2.0.0 " + header.length() + " octets received");
            client.send("BDAT 3 LAST\r\nx\r\n");
            List<String> replies = client.replies(2);
            assertThat(replies.get(0)).isEqualTo(replies.get(1));
            assertDeliveredToBoth(replies.get(0), header);
            assertThat(client.ask("QUIT\r\n")).startsWith("221 ");
        }
    }

    @Test
    void aRefusedMessageIsRefusedForEachRecipientAndTheLogSaysByWhom() throws IOException {
        try (SmtpClient client = greeted()) {
            client.envelope("", ALICE, BOB).ask("DATA\r\n");
            client.send("Received: from a by b\r\n".repeat(101) + dated() + ".\r\nQUIT\r\n");
            assertThat(client.replies(3)).extracting(each -> each.substring(0, 4)).containsExactly("554 ", "554 ", "221 ");
            assertThat(node.refusals(client)).hasSize(2).allMatch(each -> each.startsWith("DATA loop 554 5.4.6 "));
        }
    }

    @Test
    void onlyLhloIsAGreeting() throws IOException {                                   // RFC 2033 section 4.1
        try (SmtpClient client = SmtpClient.connect(lmtp)) {
            client.reply();
            assertThat(client.ask("EHLO client.example.net\r\n")).startsWith("500 ");
            assertThat(client.ask("HELO client.example.net\r\n")).startsWith("500 ");
            assertThat(client.ask("MAIL FROM:<>\r\n")).startsWith("503 ");
            assertThat(client.ask("LHLO client.example.net\r\n")).startsWith("250 ");
            assertThat(client.ask("MAIL FROM:<>\r\n")).startsWith("250 ");
            assertThat(client.ask("DATA\r\n")).startsWith("503 ");
            client.ask("QUIT\r\n");
            assertThat(node.session(client).get(0)).isInstanceOfSatisfying(SessionEvent.Opened.class,
                    opened -> assertThat(opened.service()).isEqualTo("lmtp"));
        }
    }
}
