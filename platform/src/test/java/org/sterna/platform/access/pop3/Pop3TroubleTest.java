package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.protocols.pop3.Pop3CommandParser;
import org.sterna.protocols.pop3.Pop3Session;

/** Clients that break the rules, and stores that break down. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class Pop3TroubleTest {
    private static final String MESSAGE = "Subject: one\r\n\r\nText\r\n";

    private static TestNode node;
    private static InetSocketAddress pop3;
    private static InetSocketAddress pop3s;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        pop3 = node.listen(ListenerSettings.clear("127.0.0.1", 0),
                Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3(Pop3Session.AUTOLOGOUT, Duration.ZERO))).address();
        pop3s = implicitTls(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO));
    }

    private static InetSocketAddress implicitTls(AccessServices services, Pop3ConnectionSettings settings) {
        return node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                Pop3Connection.behavior(services, settings)).address();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Pop3Client loggedIn(InetSocketAddress server, MaildropFixture account) throws IOException {
        Pop3Client client = Pop3Client.tls(server);
        client.line();
        assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
        return client;
    }

    @Test
    void tenBadCommandsEndTheConnection() throws IOException {
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            client.line();
            for (int i = 0; i < 9; i++) {
                assertThat(client.ask("\u0000\u0001\u00ff garbage")).startsWith("-ERR");
            }
            assertThat(client.ask("NOOP")).startsWith("-ERR");
            assertThat(client.remainder()).isEmpty();
        }
    }

    @Test
    void anOverlongLineIsRefusedOnceAndTheNextIsRead() throws IOException {        // RFC 2449 section 4
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            client.line();
            client.send("A".repeat(5 * Pop3CommandParser.MAX_LINE_OCTETS) + "\r\n");
            assertThat(client.line()).isEqualTo("-ERR Line too long");
            assertThat(client.ask("USER " + "a".repeat(300))).isEqualTo("-ERR Line too long");
            assertThat(client.askList("CAPA")).contains("STLS");
        }
    }

    @Test
    void aBareLineFeedIsRefused() throws IOException {
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            client.line();
            client.send("CAPA\n");
            assertThat(client.line()).startsWith("-ERR");
        }
    }

    @Test
    void aTlsHandshakeOnTheClearPortIsAnsweredAtOnce() throws IOException {
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            client.line();
            byte[] hello = new byte[200];
            Arrays.fill(hello, (byte) 'x');
            hello[0] = 0x16;
            hello[1] = 3;
            hello[2] = 1;
            client.send(hello);
            assertThat(client.line()).startsWith("-ERR");
            assertThat(client.remainder()).isEmpty();
        }
    }

    @Test
    void octetsInTheClearBehindStlsCloseTheConnection() throws IOException {       // the attack of RFC 3207 section 6
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            client.line();
            client.send("STLS\r\nNOOP\r\n");
            assertThat(client.remainder()).isIn("", "+OK Begin TLS\r\n");
        }
    }

    @Test
    void aClientThatOnlyFinishesSendingGetsItsAnswersAndDeletesNothing() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "half@example.org", MESSAGE);
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            client.send("USER " + account.address + "\r\nPASS " + MaildropFixture.PASSWORD + "\r\nDELE 1\r\nRSET\r\nDELE 1\r\nNOOP");
            client.finishSending();
            assertThat(client.remainder().lines()).hasSize(6).allMatch(line -> line.startsWith("+OK"));
        }
        assertThat(account.uids()).containsExactly(1L);
    }

    @Test
    void aSilentClientIsDroppedWithoutAWordAndDeletesNothing() throws IOException { // RFC 1939 section 3
        InetSocketAddress hasty = implicitTls(node.access(), Pop3ConnectionSettings.pop3s(Duration.ofSeconds(2), Duration.ZERO));
        MaildropFixture account = MaildropFixture.account(node, "silent@example.org", MESSAGE);
        try (Pop3Client client = halfGone(hasty, account)) {
            assertThat(client.remainder()).isEmpty();
        }
        assertThat(account.uids()).containsExactly(1L);
        try (Pop3Client client = loggedIn(pop3s, account)) {
            assertThat(client.ask("STAT")).startsWith("+OK 1 ");
        }
    }

    /** A machine that stands still for longer than the server's patience needs another try. */
    private static Pop3Client halfGone(InetSocketAddress hasty, MaildropFixture account) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                Pop3Client client = loggedIn(hasty, account);
                assertThat(client.ask("DELE 1")).startsWith("+OK");
                client.send("QUI");                                                // half a command is no command
                return client;
            } catch (AssertionError | IOException late) {
                if (tries == 10) {
                    throw late;
                }
            }
        }
    }

    @Test
    void aClientThatNeverShakesHandsIsDropped() throws IOException {
        InetSocketAddress hasty = implicitTls(node.access(), Pop3ConnectionSettings.pop3s(Duration.ofMillis(300), Duration.ZERO));
        try (Pop3Client client = Pop3Client.clear(hasty)) {
            assertThat(client.remainder()).isEmpty();
        }
    }

    @Test
    void aMessageThatCannotBeReadIsRefusedAndTheOthersAreNot() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "lost@example.org", MESSAGE);
        account.addBlob("", new byte[CassandraBlobs.CHUNK], 0);
        try (Pop3Client client = loggedIn(pop3s, account)) {
            assertThat(client.ask("RETR 2")).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.ask("TOP 2 0")).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.askContent("RETR 1")).asString(StandardCharsets.ISO_8859_1).isEqualTo(MESSAGE);
        }
    }

    @Test
    void aMessageWhoseRestIsLostNeverLooksWhole() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "rest@example.org", MESSAGE);
        byte[] octets = "0123456789abcd\r\n".repeat(3 * CassandraBlobs.CHUNK / 16).getBytes(StandardCharsets.US_ASCII);
        account.addBlob("", octets, 2);
        try (Pop3Client client = loggedIn(pop3s, account)) {
            assertThat(client.ask("RETR 2")).startsWith("+OK");
            assertThat(client.remainder()).doesNotContain("\r\n.\r\n");
        }
    }

    @Test
    void aMailboxThatDoesNotAnswerIsAnOutageInBoundedTime() throws IOException {
        AccessServices real = node.access();
        AccessServices deaf = new AccessServices(real.hostName(), real.sharding(), node.system().ignoreRef(), real.messages(), real.blobs(),
                real.authenticator(), real.sessionLog(), real.tls(), real.clock(), real.random(), real.quotas(), real.metadata(), real.headers());
        InetSocketAddress server = implicitTls(deaf,
                new Pop3ConnectionSettings("pop3s", true, Pop3Session.AUTOLOGOUT, Duration.ofMillis(300), Duration.ZERO, 10));
        MaildropFixture account = MaildropFixture.account(node, "deaf@example.org", MESSAGE);
        try (Pop3Client client = Pop3Client.tls(server)) {
            client.line();
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("-ERR [SYS/TEMP]");
            try (Pop3Client other = loggedIn(pop3s, account)) {                     // the maildrop is free again
                assertThat(other.ask("STAT")).startsWith("+OK 1 ");
            }
        }
    }

    @Test
    void anUpdateThatIsRefusedIsToldAndTheMaildropIsFreeAgain() throws IOException { // RFC 1939 section 6
        MaildropFixture account = MaildropFixture.account(node, "gone@example.org", MESSAGE);
        try (Pop3Client client = loggedIn(pop3s, account)) {
            assertThat(client.ask("DELE 1")).startsWith("+OK");
            account.delete();
            assertThat(client.ask("QUIT")).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.remainder()).isEmpty();
        }
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            client.line();
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("-ERR [SYS/PERM]"); // RFC 3206 section 4
        }
    }
}
