package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.TestNode;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;

/** Whole conversations over sockets, with entities and the real Cassandra behind them. */
@ExtendWith(CassandraExtension.class)
class ImapConnectionTest {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final String MESSAGE = """
            From: Jane <jane@example.org>\r
            To: joe@example.org\r
            Subject: Greetings\r
            Date: Mon, 7 Feb 1994 21:52:25 -0800\r
            Message-ID: <1@example.org>\r
            X-Other: unusual\r
            \r
            Hello Joe\r
            """;

    private static TestNode node;
    private static Listener clear;
    private static Listener secure;

    private final String user = "joe" + ACCOUNTS.incrementAndGet() + "@example.org";
    private ImapTranscript client = new ImapTranscript(secure.address(), true);

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

    private void login() {
        node.account(user, "secret");
        client.expect("* OK [CAPABILITY IMAP4rev1 ... AUTH=PLAIN] mail.example.org ready");
        client.send("a1 LOGIN " + user + " secret\r\n");
        client.expect("a1 OK [CAPABILITY IMAP4rev1 ... IDLE ...] Logged in");
    }

    /** Another session of the same user, under this name. */
    private void loginAlso(String session) {
        client.play("S" + session + ": * OK ...\nC" + session + ": b1 LOGIN " + user + " secret\nS" + session + ": b1 OK ...");
    }

    private void append(String tag, String arguments, String message) {
        client.send(tag + " APPEND " + arguments + " {" + message.length() + "}\r\n");
        client.expect("+ ...");
        client.send(message + "\r\n");
        client.expect(tag + " OK [APPENDUID ...] APPEND completed");
    }

    private void selectInbox(int messages) {
        client.send("s SELECT INBOX\r\n");
        client.expect("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft...)");
        client.expect("* " + messages + " EXISTS");
        skipTo("s OK [READ-WRITE] SELECT completed");
    }

    private void skipTo(String text) {
        String line = client.line();
        while (!line.equals(text)) {
            assertThat(line).startsWith("*");
            line = client.line();
        }
    }

    @Test
    void aNewAccountHasAnEmptyInbox() {
        login();
        client.play("""
                C: a2 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: a2 OK LIST completed
                C: a3 SELECT inbox
                S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] ...
                S: * OK [UIDNEXT 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: a3 OK [READ-WRITE] SELECT completed
                C: a4 FETCH 1:* FLAGS
                S: a4 OK FETCH completed
                C: a5 LOGOUT
                S: * BYE Logging out
                S: a5 OK LOGOUT completed
                S: <closed>""");
    }

    @Test
    void passwordsDoNotTravelInTheClear() {                              // RFC 3501 section 11.2
        node.account(user, "secret");
        client = new ImapTranscript(clear.address(), false);
        client.play("""
                S: * OK [CAPABILITY IMAP4rev1 ... STARTTLS LOGINDISABLED] ...
                C: a1 LOGIN joe secret
                S: a1 NO [PRIVACYREQUIRED] ...
                C: a2 SELECT INBOX
                S: a2 BAD ...
                C: a3 STARTTLS
                S: a3 OK ...""");
        client.secure();
        client.play("""
                C: a4 CAPABILITY
                S: * CAPABILITY IMAP4rev1 ... AUTH=PLAIN
                S: a4 OK CAPABILITY completed
                C: a5 AUTHENTICATE PLAIN
                S: +...""");
        client.send(plain("wrong") + "\r\n");
        client.expect("a5 NO [AUTHENTICATIONFAILED] ...");
        client.send("a6 AUTHENTICATE PLAIN " + plain("secret") + "\r\n");         // RFC 4959
        client.expect("a6 OK ...");
        client.play("""
                C: a7 AUTHENTICATE PLAIN
                S: a7 BAD Already logged in""");
    }

    private String plain(String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatComesBehindStartTlsInTheClearEndsTheConnection() {          // RFC 9051 section 6.2.1
        client = new ImapTranscript(clear.address(), false);
        client.expect("* OK ...");
        client.send("a1 STARTTLS\r\na2 CAPABILITY\r\n");
        try {
            assertThat(client.line()).isIn("a1 OK Begin TLS negotiation now", "<closed>");
            assertThat(client.line()).isEqualTo("<closed>");
        } catch (UncheckedIOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void aTlsClientOnTheClearPortIsTurnedAway() {
        client = new ImapTranscript(clear.address(), false);
        client.expect("* OK ...");
        client.send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001");
        client.play("""
                S: * BAD This port begins in the clear, use STARTTLS
                S: * BYE ...
                S: <closed>""");
    }

    @Test
    void whoIsWrongTenTimesBeforeLoginIsSentAway() {
        client = new ImapTranscript(clear.address(), false);
        client.expect("* OK ...");
        for (int i = 0; i < 10; i++) {
            client.send("a" + i + " NONSENSE x\r\n");
            client.expect("a" + i + " BAD ...");
        }
        client.expect("* BYE Too many bad commands");
        client.expect("<closed>");
    }

    @Test
    void aSilentClientIsSentAway() {                                     // RFC 9051 section 5.4
        Listener impatient = node.listen(ListenerSettings.clear("127.0.0.1", 0), ImapConnection.behavior(node.access(),
                new ImapConnectionSettings("imap", false, Duration.ofMillis(300), Duration.ofMinutes(30), 1000, 1000, 1 << 20)));
        client = new ImapTranscript(impatient.address(), false);
        client.expect("* OK ...");
        client.expect("* BYE Too long without a command");
        client.expect("<closed>");
    }

    @Test
    void foldersAreMadeNamedAndRemoved() {
        login();
        client.play("""
                C: a2 CREATE Work/Projects/Sterna
                S: a2 OK CREATE completed
                C: a3 CREATE Sent
                S: a3 OK CREATE completed
                C: a4 CREATE Sent
                S: a4 NO [ALREADYEXISTS] ...
                C: a5 LIST "" "*"
                S: * LIST (\\HasNoChildren) "/" "INBOX"
                S: * LIST (\\HasNoChildren \\Sent) "/" "Sent"
                S: * LIST (\\HasChildren) "/" "Work"
                S: * LIST (\\HasChildren) "/" "Work/Projects"
                S: * LIST (\\HasNoChildren) "/" "Work/Projects/Sterna"
                S: a5 OK LIST completed
                C: a6 LIST "" Work/%
                S: * LIST (\\HasChildren) "/" "Work/Projects"
                S: a6 OK LIST completed
                C: a7 LIST "" ""
                S: * LIST (\\Noselect) "/" ""
                S: a7 OK LIST completed
                C: a8 RENAME Work Old/Work
                S: a8 OK RENAME completed
                C: a9 LIST "" O*
                S: * LIST (\\HasChildren) "/" "Old"
                S: * LIST (\\HasChildren) "/" "Old/Work"
                S: * LIST (\\HasChildren) "/" "Old/Work/Projects"
                S: * LIST (\\HasNoChildren) "/" "Old/Work/Projects/Sterna"
                S: a9 OK LIST completed
                C: a10 DELETE Old/Work
                S: a10 NO [HASCHILDREN] ...
                C: a11 DELETE Old/Work/Projects/Sterna
                S: a11 OK DELETE completed
                C: a12 DELETE INBOX
                S: a12 NO [CANNOT] ...
                C: a13 SUBSCRIBE Old/Work
                S: a13 OK SUBSCRIBE completed
                C: a14 LSUB "" %
                S: * LSUB (\\Noselect) "/" "Old"
                S: a14 OK LSUB completed
                C: a15 LSUB "" *
                S: * LSUB () "/" "Old/Work"
                S: a15 OK LSUB completed
                C: a16 UNSUBSCRIBE Old/Work
                S: a16 OK UNSUBSCRIBE completed
                C: a17 STATUS Sent (MESSAGES UIDNEXT UNSEEN RECENT)
                S: * STATUS "Sent" (MESSAGES 0 RECENT 0 UIDNEXT 1 UNSEEN 0)
                S: a17 OK STATUS completed
                C: a18 SELECT Nothing
                S: a18 NO [NONEXISTENT] ...
                C: a19 NAMESPACE
                S: * NAMESPACE (("" "/")) NIL NIL
                S: a19 OK NAMESPACE completed
                C: a20 ID NIL
                S: * ID ("name" "Sterna")
                S: a20 OK ID completed""");
    }

    @Test
    void aMessageIsAppendedAndReadBack() {
        login();
        append("a2", "INBOX (\\Flagged Work) \"17-Jul-1996 02:44:25 -0700\"", MESSAGE);
        selectInbox(1);
        client.play("""
                C: a3 FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE UID)
                S: * 1 FETCH (FLAGS (\\Flagged Work \\Recent) INTERNALDATE "17-Jul-1996 09:44:25 +0000" RFC822.SIZE 170 UID 1)
                S: a3 OK FETCH completed
                C: a4 FETCH 1 ENVELOPE
                S: * 1 FETCH (ENVELOPE ("Mon, 7 Feb 1994 21:52:25 -0800" "Greetings" (("Jane" NIL "jane" "example.org")) (("Jane" NIL "jane" "example.org")) (("Jane" NIL "jane" "example.org")) ((NIL NIL "joe" "example.org")) NIL NIL NIL "<1@example.org>"))
                S: a4 OK FETCH completed
                C: a5 FETCH 1 BODYSTRUCTURE
                S: * 1 FETCH (BODYSTRUCTURE ("text" "plain" ...
                S: a5 OK FETCH completed
                C: a6 FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]
                S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {22}
                S: Subject: Greetings
                S:\s
                S: )
                S: a6 OK FETCH completed
                C: a7 FETCH 1 BODY.PEEK[HEADER.FIELDS (X-OTHER)]
                S: * 1 FETCH (BODY[HEADER.FIELDS (X-OTHER)] {20}
                S: X-Other: unusual
                S:\s
                S: )
                S: a7 OK FETCH completed
                C: a8 FETCH 1 BODY.PEEK[TEXT]<6.3>
                S: * 1 FETCH (BODY[TEXT]<6> {3}
                S: Joe)
                S: a8 OK FETCH completed
                C: a9 UID FETCH 1 BODY[TEXT]
                S: * 1 FETCH (BODY[TEXT] {11}
                S: Hello Joe
                S:  UID 1 FLAGS (\\Flagged \\Seen Work \\Recent))
                S: a9 OK FETCH completed
                C: a10 FETCH 1 BODY[2]
                S: * 1 FETCH (BODY[2] NIL)
                S: a10 OK FETCH completed
                C: a11 FETCH 2 FLAGS
                S: a11 BAD ...""");
        client.send("a12 FETCH 1 RFC822\r\n");
        client.expect("* 1 FETCH (RFC822 {" + MESSAGE.length() + "}");
        assertThat(new String(client.octets(MESSAGE.length()), StandardCharsets.ISO_8859_1)).isEqualTo(MESSAGE);
        client.play("""
                S: )
                S: a12 OK FETCH completed""");
    }

    @Test
    void aLargeMessageComesBackOctetForOctet() {
        login();
        byte[] body = new byte[5 << 20];
        new Random(1).nextBytes(body);
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i % 78 == 76 ? '\r' : i % 78 == 77 ? '\n' : 'a' + (body[i] & 15));
        }
        String message = "Subject: large\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        client.send("a2 APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");       // RFC 7888
        client.expect("a2 OK [APPENDUID ... 1] APPEND completed");
        selectInbox(1);
        client.send("a3 FETCH 1 BODY.PEEK[]\r\n");
        client.expect("* 1 FETCH (BODY[] {" + message.length() + "}");
        assertThat(new String(client.octets(message.length()), StandardCharsets.ISO_8859_1).equals(message)).isTrue();
        client.play("""
                S: )
                S: a3 OK FETCH completed
                C: a4 CREATE Copies
                S: a4 OK CREATE completed
                C: a5 COPY 1 Copies
                S: a5 OK [COPYUID ... 1 1] COPY completed
                C: a6 EXAMINE Copies
                S: * FLAGS ...
                S: * 1 EXISTS
                S: * 1 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [PERMANENTFLAGS ()] ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [UIDVALIDITY ...] ...
                S: a6 OK [READ-ONLY] EXAMINE completed
                C: a7 STORE 1 +FLAGS \\Seen
                S: a7 NO [READ-ONLY] ...""");
        client.send("a8 FETCH 1 BODY[]<5000000.20>\r\n");
        client.expect("* 1 FETCH (BODY[]<5000000> {20}");
        assertThat(new String(client.octets(20), StandardCharsets.ISO_8859_1)).isEqualTo(message.substring(5_000_000, 5_000_020));
        client.play("""
                S: )
                S: a8 OK FETCH completed""");
    }

    @Test
    void flagsAreStoredAndDeletedMessagesExpunged() {
        login();
        for (int i = 1; i <= 4; i++) {
            append("m" + i, "INBOX", MESSAGE);
        }
        selectInbox(4);
        client.play("""
                C: a1 STORE 1:2 +FLAGS (\\Deleted)
                S: * 1 FETCH (FLAGS (\\Deleted \\Recent))
                S: * 2 FETCH (FLAGS (\\Deleted \\Recent))
                S: a1 OK STORE completed
                C: a2 STORE 3 FLAGS.SILENT (\\Seen $Work)
                S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)
                S: a2 OK STORE completed
                C: a3 UID STORE 3 -FLAGS (\\Seen)
                S: * 3 FETCH (FLAGS ($Work \\Recent) UID 3)
                S: a3 OK STORE completed
                C: a4 UID EXPUNGE 2
                S: * 2 EXPUNGE
                S: a4 OK EXPUNGE completed
                C: a5 EXPUNGE
                S: * 1 EXPUNGE
                S: a5 OK EXPUNGE completed
                C: a6 FETCH 1:* UID
                S: * 1 FETCH (UID 3)
                S: * 2 FETCH (UID 4)
                S: a6 OK FETCH completed
                C: a7 STORE 1 FLAGS.SILENT \\Deleted
                S: a7 OK STORE completed
                C: a8 CLOSE
                S: a8 OK CLOSE completed
                C: a9 FETCH 1 FLAGS
                S: a9 BAD ...
                C: a10 STATUS INBOX (MESSAGES UIDNEXT)
                S: * STATUS "INBOX" (MESSAGES 1 UIDNEXT 5)
                S: a10 OK STATUS completed""");
    }

    @Test
    void messagesAreFound() {
        login();
        append("m1", "INBOX (\\Seen) \"01-Jan-2020 12:00:00 +0000\"", MESSAGE);
        append("m2", "INBOX () \"01-Feb-2020 12:00:00 +0000\"", MESSAGE.replace("Greetings", "Farewell").replace("Joe", "dear friend"));
        selectInbox(2);
        client.play("""
                C: a1 SEARCH UNSEEN
                S: * SEARCH 2
                S: a1 OK SEARCH completed
                C: a2 SEARCH SUBJECT greet
                S: * SEARCH 1
                S: a2 OK SEARCH completed
                C: a3 UID SEARCH SINCE 15-Jan-2020
                S: * SEARCH 2
                S: a3 OK SEARCH completed
                C: a4 SEARCH BODY "dear friend"
                S: * SEARCH 2
                S: a4 OK SEARCH completed
                C: a5 SEARCH HEADER X-Other unusual SMALLER 1000
                S: * SEARCH 1 2
                S: a5 OK SEARCH completed
                C: a6 SEARCH NOT ALL
                S: * SEARCH
                S: a6 OK SEARCH completed""");
    }

    @Test
    void messagesAreCopiedAndMoved() {
        login();
        append("m1", "INBOX (\\Answered)", MESSAGE);
        append("m2", "INBOX", MESSAGE);
        append("m3", "INBOX", MESSAGE);
        selectInbox(3);
        client.play("""
                C: a1 COPY 1:2 Archive
                S: a1 NO [TRYCREATE] ...
                C: a2 CREATE Archive
                S: a2 OK CREATE completed
                C: a3 COPY 1,3 Archive
                S: a3 OK [COPYUID ... 1,3 1:2] COPY completed
                C: a4 MOVE 2:3 Archive
                S: * OK [COPYUID ... 2:3 3:4] Moved
                S: * 2 EXPUNGE
                S: * 2 EXPUNGE
                S: a4 OK MOVE completed
                C: a5 UID COPY 1 INBOX
                S: * 2 EXISTS
                S: * 2 RECENT
                S: a5 OK [COPYUID ... 1 4] COPY completed
                C: a6 STATUS Archive (MESSAGES)
                S: * STATUS "Archive" (MESSAGES 4)
                S: a6 OK STATUS completed""");
    }

    @Test
    void idleTellsWhatAnotherSessionDoes() {                             // RFC 2177
        login();
        append("m1", "INBOX", MESSAGE);
        selectInbox(1);
        loginAlso("2");
        client.play("""
                C: a1 IDLE
                S: + idling
                C2: b2 SELECT INBOX
                S2: * FLAGS ...
                S2: * 1 EXISTS
                S2: * 0 RECENT
                S2: * OK [UNSEEN 1] ...
                S2: * OK [PERMANENTFLAGS ...
                S2: * OK [UIDNEXT 2] ...
                S2: * OK [UIDVALIDITY ...
                S2: b2 OK [READ-WRITE] SELECT completed
                C2: b3 STORE 1 +FLAGS (\\Flagged)
                S2: * 1 FETCH (FLAGS (\\Flagged))
                S2: b3 OK STORE completed
                S: * 1 FETCH (FLAGS (\\Flagged \\Recent))
                C2: b4 COPY 1 INBOX
                S2: * 2 EXISTS
                S2: * 1 RECENT
                S2: b4 OK [COPYUID ... 1 2] COPY completed
                S: * 2 EXISTS
                S: * 2 RECENT
                C2: b5 STORE 1 +FLAGS.SILENT (\\Deleted)
                S2: b5 OK STORE completed
                S: * 1 FETCH (FLAGS (\\Flagged \\Deleted \\Recent))
                C2: b6 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b6 OK EXPUNGE completed
                S: * 1 EXPUNGE
                C: DONE
                S: a1 OK IDLE completed
                C: a2 NOOP
                S: a2 OK NOOP completed""");
    }

    @Test
    void expungesOfOthersWaitUntilSequenceNumbersMayChange() {           // RFC 3501 section 7.4.1
        login();
        append("m1", "INBOX (\\Deleted)", MESSAGE);
        append("m2", "INBOX", MESSAGE);
        selectInbox(2);
        loginAlso("2");
        client.play("""
                C2: b2 SELECT INBOX
                S2: * FLAGS ...
                S2: * 2 EXISTS
                S2: * 0 RECENT
                S2: * OK [UNSEEN 1] ...
                S2: * OK [PERMANENTFLAGS ...
                S2: * OK [UIDNEXT 3] ...
                S2: * OK [UIDVALIDITY ...
                S2: b2 OK [READ-WRITE] SELECT completed
                C2: b3 EXPUNGE
                S2: * 1 EXPUNGE
                S2: b3 OK EXPUNGE completed
                C: a1 FETCH 2 UID
                S: * 2 FETCH (UID 2)
                S: a1 OK FETCH completed
                C: a2 NOOP
                S: * 1 EXPUNGE
                S: a2 OK NOOP completed
                C2: b4 DELETE INBOX
                S2: b4 NO [CANNOT] ...""");
    }

    @Test
    void anAppendMayComeInPieces() {
        login();
        String command = "a2 APPEND {5}\r\n";
        for (char octet : command.toCharArray()) {
            client.send(String.valueOf(octet));
        }
        client.expect("+ ...");
        client.send("IN");
        client.send("BOX {" + MESSAGE.length() + "}\r");
        client.send("\n");
        client.expect("+ ...");
        client.send(MESSAGE.substring(0, 30));
        client.send(MESSAGE.substring(30));
        client.send("\r\na3 NOOP\r\na4 NOOP\r\n");
        client.play("""
                S: a2 OK [APPENDUID ... 1] APPEND completed
                S: a3 OK NOOP completed
                S: a4 OK NOOP completed""");
    }

    @Test
    void appendsAreRefusedBeforeTheirOctetsAreTaken() {
        login();
        client.play("""
                C: a2 APPEND Nowhere {10}
                S: a2 NO [TRYCREATE] ...
                C: a3 APPEND INBOX {4000000000}
                S: a3 NO [TOOBIG] ...
                C: a4 APPEND Nowhere {2+}
                C: xx
                S: a4 NO [TRYCREATE] ...
                C: a5 NOOP
                S: a5 OK NOOP completed
                C: a6 FETCH
                S: a6 BAD ...
                C: a7 LOGOUT
                S: * BYE Logging out
                S: a7 OK LOGOUT completed""");
    }

    @Test
    void aMailboxOfManyMessagesIsReadInPages() {
        login();
        append("m", "INBOX", MESSAGE);
        selectInbox(1);
        for (int doubled = 1; doubled < 512; doubled *= 2) {
            client.send("c COPY 1:* INBOX\r\n");
            client.expect("* " + 2 * doubled + " EXISTS");
            client.expect("* " + 2 * doubled + " RECENT");
            client.expect("c OK [COPYUID ...] COPY completed");
        }
        client.send("f FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)] BODY.PEEK[TEXT])\r\n");
        for (int i = 1; i <= 512; i++) {
            client.expect("* " + i + " FETCH (UID " + i + " BODY[HEADER.FIELDS (SUBJECT)] {22}");
            client.expect("Subject: Greetings");
            client.expect("");
            client.expect(" BODY[TEXT] {11}");
            client.expect("Hello Joe");
            client.expect(")");
        }
        client.expect("f OK FETCH completed");
        client.send("g SEARCH SUBJECT greetings\r\n");
        assertThat(client.line().split(" ")).hasSize(2 + 512);
        client.expect("g OK SEARCH completed");
    }

    @Test
    void theSessionLogTellsWhatHappened() {
        login();
        client.play("""
                C: a2 EXAMINE INBOX
                S: * FLAGS ...""");
        skipTo("a2 OK [READ-ONLY] EXAMINE completed");
        client.play("""
                C: a3 LOGOUT
                S: * BYE ...
                S: a3 OK ...
                S: <closed>""");
        List<Session> sessions = List.of();
        for (long start = System.nanoTime(); sessions.isEmpty() && System.nanoTime() - start < 10_000_000_000L;) {     // written by and by
            sessions = TestNode.await(node.access().sessionLog().list(Optional.of(user), Instant.EPOCH, List.of(), 10));
        }
        assertThat(sessions).hasSize(1);
        assertThat(TestNode.await(node.access().sessionLog().events(sessions.get(0).id()))).extracting(event -> (Object) event.getClass())
                .containsExactly(SessionEvent.Opened.class, SessionEvent.Secured.class, SessionEvent.Authenticated.class,
                        SessionEvent.MailboxSelected.class, SessionEvent.Closed.class);
    }

    @Test
    void aSlowReaderGetsEverythingInTheEnd() {
        login();
        String message = "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(200_000);
        append("m", "INBOX", message);
        selectInbox(1);
        client.play("""
                C: a1 COPY 1 INBOX
                S: * 2 EXISTS
                S: * 2 RECENT
                S: a1 OK ...
                C: a2 COPY 1:2 INBOX
                S: * 4 EXISTS
                S: * 4 RECENT
                S: a2 OK ...
                C: a3 FETCH 1:4 BODY.PEEK[]""");
        loginAlso("2");                                                  // while the server cannot get rid of the first session's octets
        for (int i = 1; i <= 4; i++) {
            client.expect("* " + i + " FETCH (BODY[] {" + message.length() + "}");
            assertThat(new String(client.octets(message.length()), StandardCharsets.ISO_8859_1).equals(message)).isTrue();
            client.expect(")");
        }
        client.expect("a3 OK FETCH completed");
    }

    @Test
    void anOutageIsAnAnswerAndTheConnectionLivesOn() {
        AccessServices whole = node.access();
        AccessServices broken = new AccessServices(whole.hostName(), whole.sharding(), node.system().<MailboxReplicas.Message>deadLetters(),
                whole.messages(), whole.blobs(), whole.authenticator(), whole.sessionLog(), whole.tls(), whole.clock(), whole.random());
        Listener port = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ImapConnection.behavior(broken, ImapConnectionSettings.imaps()));
        client = new ImapTranscript(port.address(), true);
        login();
        client.play("""
                C: a2 SELECT INBOX
                S: a2 NO [UNAVAILABLE] ...
                C: a3 NOOP
                S: a3 OK NOOP completed
                C: a4 FETCH 1 FLAGS
                S: a4 BAD Select a mailbox first""");
    }

    @Test
    void aSessionEndsWithItsMailbox() {                                  // RFC 2180 section 3.3
        login();
        client.play("""
                C: a1 CREATE Work
                S: a1 OK ...
                C: a2 EXAMINE Work
                S: * FLAGS ...""");
        skipTo("a2 OK [READ-ONLY] EXAMINE completed");
        loginAlso("2");
        client.play("""
                C: a3 IDLE
                S: + idling
                C2: b2 DELETE Work
                S2: b2 OK DELETE completed
                S: * BYE The selected mailbox was deleted
                S: <closed>
                C2: b3 CREATE Work
                S2: b3 OK CREATE completed
                C2: b4 STATUS Work (MESSAGES)
                S2: * STATUS "Work" (MESSAGES 0)
                S2: b4 OK STATUS completed""");
    }

    @Test
    void aMailboxItsEntityWasNeverToldOfIsMadeWhenItIsUsed() {
        login();
        client.play("""
                C: a1 RENAME INBOX Old
                S: a1 OK RENAME completed
                C: a2 STATUS INBOX (MESSAGES)
                S: * STATUS "INBOX" (MESSAGES 0)
                S: a2 OK STATUS completed
                C: a3 STATUS Old (MESSAGES)
                S: * STATUS "Old" (MESSAGES 0)
                S: a3 OK STATUS completed""");
        append("a4", "Old", MESSAGE);                                    // the account's first INBOX: nobody had opened it
        client.play("""
                C: a5 STATUS Old (MESSAGES UNSEEN)
                S: * STATUS "Old" (MESSAGES 1 UNSEEN 1)
                S: a5 OK STATUS completed""");
    }
}
