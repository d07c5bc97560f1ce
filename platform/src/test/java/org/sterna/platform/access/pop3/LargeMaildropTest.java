package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.protocols.pop3.Pop3Session;

/**
 * A maildrop of many messages: listings of any length, RETR of one after the other, and an update of all of them.
 *
 * <p>The everyday size is small; {@code -Dsterna.pop3.messages=100000} is the large one.
 */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class LargeMaildropTest {
    private static final int MESSAGES = Integer.getInteger("sterna.pop3.messages", 3_000);
    private static final int RETRIEVED = 700;

    private static TestNode node;
    private static InetSocketAddress pop3s;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        pop3s = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO))).address();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String message(int number) {
        return "Subject: number " + number + "\r\n\r\n" + "x".repeat(number % 50) + "\r\n";
    }

    @Test
    void isListedReadAndEmptied() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "large@example.org");
        account.make();
        long octets = 0;
        for (int number = 1; number <= MESSAGES; number++) {
            octets += message(number).length();
        }
        account.addMany(MESSAGES, LargeMaildropTest::message);
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            client.line();
            assertThat(client.login(account.address, MaildropFixture.PASSWORD))
                    .isEqualTo("+OK Maildrop has " + MESSAGES + " messages (" + octets + " octets)");
            List<String> sizes = client.askList("LIST");
            assertThat(sizes).hasSize(MESSAGES).startsWith("1 " + message(1).length()).endsWith(MESSAGES + " " + message(MESSAGES).length());
            // Both listings at once, the first of them unread: the server makes them no faster than we read.
            client.send("UIDL\r\nLIST\r\nSTAT\r\n");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.rest()).hasSize(MESSAGES).doesNotHaveDuplicates()
                    .startsWith("1 " + MaildropFixture.UID_VALIDITY + ".1").endsWith(MESSAGES + " " + MaildropFixture.UID_VALIDITY + "." + MESSAGES);
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.rest()).isEqualTo(sizes);
            assertThat(client.line()).isEqualTo("+OK " + MESSAGES + " " + octets);

            retrieve(client);
            String last = new String(client.askContent("RETR " + MESSAGES), StandardCharsets.US_ASCII);
            assertThat(last).isEqualTo(message(MESSAGES));
            assertThat(client.askContent("RETR 2")).asString(StandardCharsets.US_ASCII).isEqualTo(message(2));

            deleteAll(client);
            assertThat(client.ask("STAT")).isEqualTo("+OK 0 0");
            long before = account.state().events();
            assertThat(client.ask("QUIT")).startsWith("+OK");
            assertThat(account.uids()).isEmpty();
            assertThat(account.state().events()).as("one event").isEqualTo(before + 1);
        }
    }

    /** Pipelined: what is read ahead must be what was asked for, in order. */
    private static void retrieve(Pop3Client client) throws IOException {
        int count = Math.min(RETRIEVED, MESSAGES);
        StringBuilder commands = new StringBuilder();
        for (int number = 1; number <= count; number++) {
            commands.append("RETR ").append(number).append("\r\n");
        }
        client.send(commands.toString());
        for (int number = 1; number <= count; number++) {
            assertThat(client.line()).isEqualTo("+OK " + message(number).length() + " octets");
            assertThat(client.content()).asString(StandardCharsets.US_ASCII).isEqualTo(message(number));
        }
    }

    private static void deleteAll(Pop3Client client) throws IOException {
        for (int first = 1; first <= MESSAGES; first += 1000) {
            StringBuilder commands = new StringBuilder();
            int end = Math.min(MESSAGES, first + 999);
            for (int number = first; number <= end; number++) {
                commands.append("DELE ").append(number).append("\r\n");
            }
            client.send(commands.toString());
            for (int number = first; number <= end; number++) {
                assertThat(client.line()).isEqualTo("+OK Marked as deleted");
            }
        }
    }
}
