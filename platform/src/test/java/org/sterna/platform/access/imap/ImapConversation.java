package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;

/** Whole conversations over sockets, with entities and the real Cassandra behind them: what the tests of each subject share. */
@ExtendWith(CassandraExtension.class)
@Timeout(600)
abstract class ImapConversation {
    static final String MESSAGE = """
            From: Jane <jane@example.org>\r
            To: joe@example.org\r
            Subject: Greetings\r
            Date: Mon, 7 Feb 1994 21:52:25 -0800\r
            Message-ID: <1@example.org>\r
            X-Other: unusual\r
            \r
            Hello Joe\r
            """;
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    static TestNode node;
    static Listener clear;
    static Listener secure;

    final String user = "joe" + ACCOUNTS.incrementAndGet() + "@example.org";
    ImapTranscript client = new ImapTranscript(secure.address(), true);

    @BeforeAll
    static void start(InetSocketAddress cassandra) {
        node = TestNode.start(cassandra);
        clear = node.listen(ListenerSettings.clear("127.0.0.1", 0), ImapConnection.behavior(node.access(), ImapConnectionSettings.imap()));
        secure = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ImapConnection.behavior(node.access(), ImapConnectionSettings.imaps()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    void login() {
        node.account(user, "secret");
        client.expect("* OK [CAPABILITY IMAP4rev1 IMAP4rev2 ... AUTH=PLAIN ...] mail.example.org ready");
        client.send("a1 LOGIN " + user + " secret\r\n");
        client.expect("a1 OK [CAPABILITY IMAP4rev1 IMAP4rev2 ... IDLE ...] Logged in");
    }

    /** Another session of the same user, under this name. */
    void loginAlso(String session) {
        client.play("S" + session + ": * OK ...\nC" + session + ": b1 LOGIN " + user + " secret\nS" + session + ": b1 OK ...");
    }

    void append(String tag, String arguments, String message) {
        client.send(tag + " APPEND " + arguments + " {" + message.length() + "}\r\n");
        client.expect("+ ...");
        client.send(message + "\r\n");
        client.expect(tag + " OK [APPENDUID ...] APPEND completed");
    }

    /** So many messages in the INBOX, each the same. */
    void fill(int messages) {
        for (int i = 1; i <= messages; i++) {
            append("m" + i, "INBOX", MESSAGE);
        }
    }

    void selectInbox(int messages) {
        client.send("s SELECT INBOX\r\n");
        client.expect("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft...)");
        client.expect("* " + messages + " EXISTS");
        client.skipTo("s OK [READ-WRITE] SELECT completed");
    }

    /** Another session opens the INBOX, too. */
    void selectAlso(String session) {
        client.play("C" + session + ": s SELECT INBOX");
        client.skipTo(session, "s OK [READ-WRITE] SELECT completed");
    }
}
