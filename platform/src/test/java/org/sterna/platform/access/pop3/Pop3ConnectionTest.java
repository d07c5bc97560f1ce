package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.protocols.pop3.Pop3Session;

/** What a POP3 client gets that keeps to the rules. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class Pop3ConnectionTest {
    private static final String FIRST = "Subject: one\r\n\r\nFirst line\r\n.\r\n..two dots\r\n.hidden\r\n\r\nlast\r\n";
    private static final String SECOND = "Subject: two\r\n\r\nShort\r\n";
    private static final String THIRD = "Subject: three\r\n\r\nNo line end";
    private static final String UID = MaildropFixture.UID_VALIDITY + ".";

    private static TestNode node;
    private static InetSocketAddress pop3;
    private static InetSocketAddress pop3s;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        pop3 = node.listen(ListenerSettings.clear("127.0.0.1", 0),
                Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3(Pop3Session.AUTOLOGOUT, Duration.ZERO))).address();
        pop3s = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                Pop3Connection.behavior(node.access(), Pop3ConnectionSettings.pop3s(Pop3Session.AUTOLOGOUT, Duration.ZERO))).address();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Pop3Client loggedIn(MaildropFixture account) throws IOException {
        Pop3Client client = Pop3Client.tls(pop3s);
        assertThat(client.line()).startsWith("+OK");
        assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
        return client;
    }

    @Test
    void implicitTlsIsReadyForAPassword() throws IOException {                     // RFC 8314 section 3.2
        MaildropFixture account = MaildropFixture.account(node, "implicit@example.org", FIRST);
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            assertThat(client.line()).isEqualTo("+OK mail.example.org POP3 ready");
            assertThat(client.askList("CAPA")).contains("USER", "UIDL", "TOP").doesNotContain("STLS")
                    .anyMatch(line -> line.startsWith("SASL PLAIN LOGIN"));
            assertThat(client.login(account.address, MaildropFixture.PASSWORD))
                    .isEqualTo("+OK Maildrop has 1 messages (" + FIRST.length() + " octets)");
            assertThat(client.ask("QUIT")).startsWith("+OK");
            assertThat(client.remainder()).isEmpty();
        }
    }

    @Test
    void noPasswordIsTakenInTheClearButAfterStls() throws IOException {            // RFC 2595 sections 2.3 and 4
        MaildropFixture account = MaildropFixture.account(node, "stls@example.org", FIRST);
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.askList("CAPA")).contains("STLS").doesNotContain("USER");
            assertThat(client.ask("USER " + account.address)).startsWith("-ERR");
            assertThat(client.ask("AUTH PLAIN AGEAYg==")).startsWith("-ERR");
            assertThat(client.ask("STLS")).startsWith("+OK");
            client.startTls();
            assertThat(client.askList("CAPA")).contains("USER").doesNotContain("STLS");
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
            assertThat(client.ask("STAT")).isEqualTo("+OK 1 " + FIRST.length());
        }
    }

    @Test
    void authPlainLogsIn() throws IOException {                                    // RFC 5034 section 4
        MaildropFixture account = MaildropFixture.account(node, "sasl@example.org", FIRST);
        String response = Base64.getEncoder().encodeToString(
                ("\0" + account.address + "\0" + MaildropFixture.PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            client.line();
            assertThat(client.ask("AUTH PLAIN")).startsWith("+ ");
            assertThat(client.ask(response)).startsWith("+OK");
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() throws IOException {      // RFC 3206 section 5
        MaildropFixture account = MaildropFixture.account(node, "wrong@example.org", FIRST);
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            client.line();
            String wrong = client.login(account.address, "guess");
            assertThat(wrong).startsWith("-ERR [AUTH]");
            assertThat(client.login("nobody@example.org", "guess")).isEqualTo(wrong);
            assertThat(client.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
        }
    }

    @Test
    void anInboxNothingEverCameForIsEmpty() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "fresh@example.org");
        try (Pop3Client client = loggedIn(account)) {
            assertThat(client.ask("STAT")).isEqualTo("+OK 0 0");
            assertThat(client.askList("LIST")).isEmpty();
            assertThat(client.ask("RETR 1")).startsWith("-ERR");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
    }

    @Test
    void statListAndUidlTellNumbersSizesAndLastingNames() throws IOException {      // RFC 1939 sections 5 and 7
        MaildropFixture account = MaildropFixture.account(node, "list@example.org", FIRST, SECOND, THIRD);
        int all = FIRST.length() + SECOND.length() + THIRD.length();
        try (Pop3Client client = loggedIn(account)) {
            assertThat(client.ask("STAT")).isEqualTo("+OK 3 " + all);
            assertThat(client.askList("LIST")).containsExactly(
                    "1 " + FIRST.length(), "2 " + SECOND.length(), "3 " + THIRD.length());
            assertThat(client.ask("LIST 2")).isEqualTo("+OK 2 " + SECOND.length());
            assertThat(client.askList("UIDL")).containsExactly("1 " + UID + 1, "2 " + UID + 2, "3 " + UID + 3);
            assertThat(client.ask("DELE 1")).startsWith("+OK");
            assertThat(client.ask("LIST 1")).startsWith("-ERR");
            assertThat(client.ask("STAT")).isEqualTo("+OK 2 " + (all - FIRST.length()));
            assertThat(client.ask("NOOP")).startsWith("+OK");
            assertThat(client.ask("RSET")).startsWith("+OK");
            assertThat(client.ask("STAT")).isEqualTo("+OK 3 " + all);
            assertThat(client.ask("DELE 2")).startsWith("+OK");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        try (Pop3Client client = loggedIn(account)) {
            assertThat(client.askList("UIDL")).containsExactly("1 " + UID + 1, "2 " + UID + 3);
        }
    }

    @Test
    void retrGivesEveryOctetAndHidesLeadingDots() throws IOException {             // RFC 1939 section 3
        MaildropFixture account = MaildropFixture.account(node, "retr@example.org", FIRST, THIRD);
        account.addInline("Return-Path: <a@example.net>\r\n", List.of(new StoredMessage.Range(9, 29)),
                "From: a\r\nBcc: b@example.org\r\nSubject: b\r\n\r\n.x\r\n");
        try (Pop3Client client = loggedIn(account)) {
            assertThat(client.askContent("RETR 1")).asString(StandardCharsets.ISO_8859_1).isEqualTo(FIRST);
            assertThat(client.askContent("RETR 2")).asString(StandardCharsets.ISO_8859_1).isEqualTo(THIRD + "\r\n");
            String third = "Return-Path: <a@example.net>\r\nFrom: a\r\nSubject: b\r\n\r\n.x\r\n";
            assertThat(client.ask("LIST 3")).isEqualTo("+OK 3 " + third.length());
            assertThat(client.askContent("RETR 3")).asString(StandardCharsets.ISO_8859_1).isEqualTo(third);
            client.send("RETR 1\r\n");
            client.line();
            assertThat(client.rest()).contains("..", "...two dots", "..hidden");
        }
    }

    @Test
    void topGivesTheHeaderSectionAndSoManyLines() throws IOException {             // RFC 1939 section 7
        MaildropFixture account = MaildropFixture.account(node, "top@example.org", FIRST);
        account.addBlob("", large(), 9);
        try (Pop3Client client = loggedIn(account)) {
            assertThat(client.askContent("TOP 1 0")).asString(StandardCharsets.ISO_8859_1).isEqualTo("Subject: one\r\n\r\n");
            assertThat(client.askContent("TOP 1 2")).asString(StandardCharsets.ISO_8859_1)
                    .isEqualTo("Subject: one\r\n\r\nFirst line\r\n.\r\n");
            assertThat(client.askContent("TOP 1 1000")).asString(StandardCharsets.ISO_8859_1).isEqualTo(FIRST);
            assertThat(client.askContent("TOP 2 1")).hasSizeLessThan(200);
            assertThat(client.ask("NOOP")).startsWith("+OK");
        }
    }

    /** A little more than a MiB, in lines of random letters of which many begin with dots; more than one portion either way. */
    private static byte[] large() {
        Random random = new Random(20240517);
        StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
        while (text.length() < 1024 * 1024 + 1000) {
            text.append(".".repeat(random.nextInt(3)));
            random.ints(random.nextInt(80), 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aLargeMessageComesInPortionsHoweverSlowlyItIsRead() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "large@example.org");
        account.make();
        byte[] octets = large();
        account.addBlob("Return-Path: <>\r\n", octets, 9);
        int times = 12;
        try (Pop3Client client = loggedIn(account)) {
            // More than all buffers on the way hold is asked for before the first octet is read.
            client.send("RETR 1\r\n".repeat(times));
            byte[] whole = ("Return-Path: <>\r\n" + new String(octets, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < times; i++) {
                assertThat(client.line()).isEqualTo("+OK " + whole.length + " octets");
                assertThat(client.content()).isEqualTo(whole);
            }
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
    }

    @Test
    void pipelinedCommandsAreAnsweredInOrder() throws IOException {                // RFC 2449 section 6.6
        MaildropFixture account = MaildropFixture.account(node, "pipeline@example.org", FIRST, SECOND);
        try (Pop3Client client = Pop3Client.tls(pop3s)) {
            client.send("USER " + account.address + "\r\nPASS " + MaildropFixture.PASSWORD + "\r\nSTAT\r\n" + "NOOP\r\n".repeat(200)
                    + "RETR 2\r\nDELE 1\r\nUIDL\r\nQUIT\r\nNOOP\r\n");
            StringBuilder expected = new StringBuilder("+OK mail.example.org POP3 ready\r\n+OK Send the password\r\n"
                    + "+OK Maildrop has 2 messages (" + (FIRST.length() + SECOND.length()) + " octets)\r\n+OK 2 "
                    + (FIRST.length() + SECOND.length()) + "\r\n");
            expected.append("+OK Nothing done\r\n".repeat(200))
                    .append("+OK ").append(SECOND.length()).append(" octets\r\n").append(SECOND)
                    .append(".\r\n+OK Marked as deleted\r\n+OK 1 messages\r\n2 ").append(UID)
                    .append("2\r\n.\r\n+OK Bye\r\n");
            assertThat(client.remainder()).isEqualTo(expected.toString());
        }
        assertThat(account.uids()).containsExactly(2L);
    }

    @Test
    void quitDeletesForEveryoneAndOnlyWhatWasMarked() throws IOException {         // RFC 1939 section 6
        MaildropFixture account = MaildropFixture.account(node, "quit@example.org", FIRST, SECOND, THIRD);
        long before = account.state().events();
        try (Pop3Client client = loggedIn(account)) {
            client.ask("DELE 1");
            client.ask("DELE 3");
            assertThat(account.uids()).containsExactly(1L, 2L, 3L);
            account.addInline(FIRST.getBytes(StandardCharsets.ISO_8859_1));        // comes while the session is open
            assertThat(client.ask("STAT")).isEqualTo("+OK 1 " + SECOND.length());
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        assertThat(account.uids()).containsExactly(2L, 4L);
        assertThat(account.state().events()).isEqualTo(before + 2);                // the new message, and one event for both
    }

    @Test
    void aSessionThatIsCutOffDeletesNothingAndFreesTheMaildrop() throws IOException { // RFC 1939 section 6
        MaildropFixture account = MaildropFixture.account(node, "cut@example.org", FIRST, SECOND);
        Pop3Client client = loggedIn(account);
        assertThat(client.ask("DELE 1")).startsWith("+OK");
        client.cut();
        try (Pop3Client second = untilFree(account)) {
            assertThat(second.ask("STAT")).startsWith("+OK 2 ");
            assertThat(second.ask("DELE 1")).startsWith("+OK");
        }                                                                          // closed in order, but without QUIT
        try (Pop3Client third = untilFree(account)) {
            assertThat(third.ask("STAT")).startsWith("+OK 2 ");
        }
        assertThat(account.uids()).containsExactly(1L, 2L);
    }

    /** The server may see the end of one connection after the begin of the next. */
    private static Pop3Client untilFree(MaildropFixture account) throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(90));
        while (true) {
            Pop3Client client = Pop3Client.tls(pop3s);
            client.line();
            String answer = client.login(account.address, MaildropFixture.PASSWORD);
            if (answer.startsWith("+OK")) {
                return client;
            }
            client.close();
            assertThat(answer).startsWith("-ERR [IN-USE]");
            assertThat(Instant.now()).isBefore(end);
        }
    }

    @Test
    void aMaildropIsOneSessionsOnAllPorts() throws IOException {                   // RFC 1939 section 4, RFC 2449 section 8.1.2
        MaildropFixture account = MaildropFixture.account(node, "exclusive@example.org", FIRST);
        try (Pop3Client client = loggedIn(account); Pop3Client second = Pop3Client.clear(pop3)) {
            second.line();
            second.ask("STLS");
            second.startTls();
            assertThat(second.login(account.address, MaildropFixture.PASSWORD)).startsWith("-ERR [IN-USE]");
            assertThat(client.ask("QUIT")).startsWith("+OK");
            assertThat(second.login(account.address, MaildropFixture.PASSWORD)).startsWith("+OK");
        }
    }

    @Test
    void theSessionLogTellsWhatHappened() throws IOException {
        MaildropFixture account = MaildropFixture.account(node, "log@example.org", FIRST);
        Instant since = Instant.now();
        try (Pop3Client client = Pop3Client.clear(pop3)) {
            client.line();
            client.ask("STLS");
            client.startTls();
            client.login(account.address, "guess");
            client.login(account.address, MaildropFixture.PASSWORD);
            client.ask("QUIT");
            client.remainder();
        }
        Session session = ended(account.address, since.minusSeconds(1));
        List<SessionEvent> events = TestNode.await(node.access().sessionLog().events(session.id()));
        assertThat(events).extracting(event -> event.getClass().getSimpleName()).containsExactly(
                "Opened", "Secured", "AuthenticationFailed", "Authenticated", "MailboxSelected", "Closed");
        assertThat(((SessionEvent.Opened) events.get(0)).service()).isEqualTo("pop3");
        assertThat(((SessionEvent.Closed) events.get(5)).octetsIn()).isPositive();
        assertThat(((SessionEvent.Closed) events.get(5)).octetsOut()).isPositive();
    }

    private static Session ended(String account, Instant since) {
        Instant end = Instant.now().plus(Duration.ofSeconds(90));
        while (true) {
            Optional<Session> found = TestNode.await(node.access().sessionLog().list(Optional.of(account), since, List.of(), 10)).stream()
                    .filter(each -> each.ended().isPresent()).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(Instant.now()).isBefore(end);
        }
    }
}
