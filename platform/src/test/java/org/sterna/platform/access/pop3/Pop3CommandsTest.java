package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.protocols.pop3.Pop3Session;

/** Every command in its use and in its misuse, against a node with its Cassandra. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class Pop3CommandsTest {
    private static final String ONE = "Subject: one\r\n\r\nFirst\r\n.second\r\n";                 // 32 octets
    private static final String TWO = "Subject: two\r\n\r\nShort\r\n";                              // 23
    private static final String THREE = "Subject: gr\u00c3\u00bcn\r\nX-Note: \u00c3\u00bc\r\n\r\ngr\u00c3\u00bcn\r\n";

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

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Plays behind the login to a new maildrop with three messages. */
    private static MaildropFixture loggedIn(String name, String conversation) throws IOException {
        MaildropFixture account = MaildropFixture.account(node, name + "@example.org", ONE, TWO, THREE);
        Pop3Transcript.play(pop3s, true, "S: +OK mail.example.org POP3 ready\nC: USER " + account.address + "\nS: +OK ...\nC: PASS " + MaildropFixture.PASSWORD
                + "\nS: +OK Maildrop has 3 messages (" + (ONE.length() + TWO.length() + THREE.length()) + " octets)\n" + conversation);
        return account;
    }

    private static void inTheClear(String conversation) throws IOException {
        Pop3Transcript.play(pop3, false, "S: +OK mail.example.org POP3 ready\n" + conversation);
    }

    private static void secured(String conversation) throws IOException {
        Pop3Transcript.play(pop3s, true, "S: +OK mail.example.org POP3 ready\n" + conversation);
    }

    @Test
    void userAndPass() throws IOException {                                        // RFC 1939 section 7
        String account = MaildropFixture.account(node, "user@example.org", ONE).address;
        inTheClear("""
                C: USER user@example.org
                S: -ERR No password may be sent in the clear, use STLS first
                C: PASS tanstaaf l
                S: -ERR No password may be sent in the clear, use STLS first
                C: QUIT
                S: +OK Bye
                X:
                """);
        secured("""
                C: USER
                S: -ERR USER needs a name
                C: PASS early
                S: -ERR Send USER first
                C: USER %s
                S: +OK ...
                C: PASS
                S: -ERR PASS needs a password
                C: PASS wrong
                S: -ERR [AUTH] ...
                C: PASS tanstaaf l
                S: -ERR Send USER first
                C: USER nobody@example.org
                S: +OK ...
                C: PASS tanstaaf l
                S: -ERR [AUTH] ...
                C: USER \u00ff
                S: -ERR Names and passwords are in UTF-8
                C: user %s
                S: +OK ...
                C: pass tanstaaf l
                S: +OK Maildrop has 1 messages (32 octets)
                C: USER %s
                S: -ERR Not in this state
                C: PASS tanstaaf l
                S: -ERR Not in this state
                """.formatted(account, account, account));
    }

    @Test
    void auth() throws IOException {                                               // RFC 5034 section 4
        String account = MaildropFixture.account(node, "auth@example.org", ONE).address;
        String plain = base64("\0" + account + "\0" + MaildropFixture.PASSWORD);
        inTheClear("C: AUTH PLAIN " + plain + "\nS: -ERR No password ...\n");
        secured("C: AUTH PLAIN " + plain + "\nS: +OK Maildrop has 1 ...\nC: AUTH PLAIN\nS: -ERR Not in this state\nC: QUIT\nS: +OK Bye\nX:\n");
        secured("C: auth plain\nS: + \nC: " + plain + "\nS: +OK Maildrop has 1 ...\nC: QUIT\nS: +OK Bye\nX:\n");
        secured("C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: " + base64(account) + "\nS: + UGFzc3dvcmQ6\nC: " + base64(MaildropFixture.PASSWORD)
                + "\nS: +OK Maildrop has 1 ...\nC: QUIT\nS: +OK Bye\nX:\n");
    }

    @Test
    void authMisused() throws IOException {                                        // RFC 5034 section 4
        String wrong = base64("\0nobody@example.org\0guess");
        secured("""
                C: AUTH
                S: -ERR AUTH needs a mechanism
                C: AUTH KERBEROS_V4
                S: -ERR Mechanism not supported
                C: AUTH PLAIN
                S: +...
                C: *
                S: -ERR Authentication cancelled
                C: AUTH PLAIN *
                S: -ERR ...
                C: AUTH PLAIN =
                S: -ERR ...
                C: AUTH PLAIN
                S: +...
                C: not base64!
                S: -ERR Cannot read the authentication response
                C: AUTH PLAIN a b
                S: -ERR AUTH needs a mechanism
                C: AUTH PLAIN WRONG
                S: -ERR [AUTH] ...
                C: STAT
                S: -ERR Not in this state
                """.replace("WRONG", wrong));
        secured("C: AUTH PLAIN\nS: +...\nC: " + "A".repeat(20_000) + "\nS: -ERR Line too long\nC: AUTH PLAIN\nS: +...\nC: STAT\nS: -ERR ...\nC: NOOP\nS: -ERR ...\n");
    }

    @Test
    void stls() throws IOException {                                               // RFC 2595 section 4
        inTheClear("""
                C: STLS now
                S: -ERR The command takes no argument
                C: STLS
                S: +OK Begin TLS
                TLS:
                C: STLS
                S: -ERR STLS is not offered
                C: USER a@example.org
                S: +OK ...
                """);
        inTheClear("C: UTF8\nS: +OK ...\nC: STLS\nS: -ERR STLS comes before UTF8\n");       // RFC 6856 section 2.1
        loggedIn("stls", "C: STLS\nS: -ERR Not in this state\n");
    }

    @Test
    void capa() throws IOException {                                               // RFC 2449 section 5
        String first = """
                C: CAPA
                S: +OK Capabilities follow
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: EXPIRE NEVER
                S: UTF8 USER
                S: LANG
                """;
        inTheClear(first + "S: STLS\nS: IMPLEMENTATION Sterna\nS: .\nC: CAPA all\nS: -ERR The command takes no argument\n");
        String second = first + "S: USER\nS: SASL PLAIN LOGIN...\nS: IMPLEMENTATION Sterna\nS: .\n";
        secured(second);
        loggedIn("capa", second);
    }

    @Test
    void statListAndUidl() throws IOException {                                    // RFC 1939 sections 5 and 7
        String sizes = "S: 1 32\nS: 2 23\nS: 3 " + THREE.length() + "\n";
        loggedIn("stat", """
                C: STAT
                S: +OK 3 %d
                C: STAT 1
                S: -ERR The command takes no argument
                C: LIST
                S: +OK 3 messages
                %sS: .
                C: LIST 2
                S: +OK 2 23
                C: LIST 4
                S: -ERR No such message
                C: LIST 0
                S: -ERR No such message
                C: LIST -1
                S: -ERR A message number is needed
                C: LIST 99999999999999999999
                S: -ERR A message number is needed
                C: UIDL
                S: +OK 3 messages
                S: 1 1700000000.1
                S: 2 1700000000.2
                S: 3 1700000000.3
                S: .
                C: UIDL 3
                S: +OK 3 1700000000.3
                C: UIDL 4
                S: -ERR No such message
                C: UIDL x
                S: -ERR A message number is needed
                """.formatted(ONE.length() + TWO.length() + THREE.length(), sizes));
        secured("C: STAT\nS: -ERR Not in this state\nC: LIST\nS: -ERR Not in this state\nC: UIDL 1\nS: -ERR Not in this state\n");
    }

    @Test
    void retrAndTop() throws IOException {                                         // RFC 1939 sections 5 and 7
        loggedIn("retrtop", """
                C: RETR 1
                S: +OK 32 octets
                S: Subject: one
                S:\s
                S: First
                S: ..second
                S: .
                C: RETR
                S: -ERR A message number is needed
                C: RETR 1 2
                S: -ERR A message number is needed
                C: RETR 4
                S: -ERR No such message
                C: TOP 1 1
                S: +OK Top of message follows
                S: Subject: one
                S:\s
                S: First
                S: .
                C: TOP 2 0
                S: +OK Top of message follows
                S: Subject: two
                S:\s
                S: .
                C: TOP 2 1000
                S: +OK Top of message follows
                S: Subject: two
                S:\s
                S: Short
                S: .
                C: TOP 1
                S: -ERR TOP needs a message number and a number of lines
                C: TOP 1 -1
                S: -ERR TOP needs a message number and a number of lines
                C: TOP 9 1
                S: -ERR No such message
                """);
        secured("C: RETR 1\nS: -ERR Not in this state\nC: TOP 1 1\nS: -ERR Not in this state\n");
    }

    @Test
    void deleAndRsetAndQuit() throws IOException {                                 // RFC 1939 sections 5 and 6
        MaildropFixture account = loggedIn("dele", """
                C: DELE 1
                S: +OK Marked as deleted
                C: DELE 1
                S: -ERR No such message
                C: RETR 1
                S: -ERR No such message
                C: TOP 1 0
                S: -ERR No such message
                C: LIST 1
                S: -ERR No such message
                C: UIDL 1
                S: -ERR No such message
                C: DELE
                S: -ERR A message number is needed
                C: DELE 4
                S: -ERR No such message
                C: LIST
                S: +OK 2 messages
                S: 2 23
                S: 3 ...
                S: .
                C: RSET now
                S: -ERR The command takes no argument
                C: RSET
                S: +OK No message is marked
                C: LIST 1
                S: +OK 1 32
                C: DELE 2
                S: +OK Marked as deleted
                C: QUIT now
                S: -ERR The command takes no argument
                C: QUIT
                S: +OK Bye
                X:
                """);
        assertThat(account.uids()).containsExactly(1L, 3L);
        secured("C: DELE 1\nS: -ERR Not in this state\nC: RSET\nS: -ERR Not in this state\nC: QUIT\nS: +OK Bye\nX:\n");
    }

    @Test
    void noopAndUnknownCommands() throws IOException {                             // RFC 1939 section 3
        loggedIn("noop", """
                C: NOOP
                S: +OK Nothing done
                C: noop
                S: +OK Nothing done
                C: NOOP 1
                S: -ERR The command takes no argument
                C: XTND XMIT
                S: -ERR Command not recognized
                C:\s
                S: -ERR Command not recognized
                C: LAST
                S: -ERR Command not recognized
                C: APOP a@example.org c4c9334bac560ecc979e58001b3e22fb
                S: -ERR Command not recognized
                C: RETR 1%s
                S: -ERR Line too long
                C: NOOP
                S: +OK Nothing done
                """.formatted(" ".repeat(300)));
        secured("C: NOOP\nS: -ERR Not in this state\n");
    }

    @Test
    void utf8() throws IOException {                                               // RFC 6856 section 2
        MaildropFixture account = loggedIn("utf8", """
                C: UTF8
                S: -ERR Not in this state
                C: RETR 3
                S: +OK %d octets
                S: Subject: =?UTF-8?B?Z3LDvG4=?=
                S:\s
                S: gr\u00c3\u00bcn
                S: .
                C: TOP 3 0
                S: +OK Top of message follows
                S: Subject: =?UTF-8?B?Z3LDvG4=?=
                S:\s
                S: .
                C: QUIT
                S: +OK Bye
                X:
                """.formatted(THREE.length()));
        secured("""
                C: UTF8 USER
                S: -ERR The command takes no argument
                C: UTF8
                S: +OK UTF8 it is
                C: USER %s
                S: +OK ...
                C: PASS %s
                S: +OK ...
                C: RETR 3
                S: +OK ...
                S: Subject: gr\u00c3\u00bcn
                S: X-Note: \u00c3\u00bc
                S:\s
                S: gr\u00c3\u00bcn
                S: .
                """.formatted(account.address, MaildropFixture.PASSWORD));
    }

    @Test
    void aPasswordMayBeInUtf8() throws IOException {                               // RFC 6856 section 2.2
        node.account("unicode@example.org", "gr\u00fcn");
        secured("C: USER unicode@example.org\nS: +OK ...\nC: PASS gr\u00c3\u00bcn\nS: +OK Maildrop has 0 messages (0 octets)\n");
    }

    @Test
    void lang() throws IOException {                                               // RFC 6856 section 3
        String conversation = """
                C: LANG
                S: +OK Languages follow
                S: en English
                S: .
                C: LANG MUL
                S: -ERR That language is not spoken here
                C: LANG en
                S: +OK en ...
                C: LANG *
                S: +OK en ...
                """;
        secured(conversation);
        loggedIn("lang", conversation);
    }
}
