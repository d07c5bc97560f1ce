package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** FETCH (RFC 9051 section 6.4.5). */
class ImapFetchTest extends ImapConversation {
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
                S: a4 OK ... CREATE completed
                C: a5 COPY 1 Copies
                S: a5 OK [COPYUID ... 1 1] COPY completed
                C: a6 EXAMINE Copies
                S: * OK [CLOSED] ...
                S: * FLAGS ...
                S: * 1 EXISTS
                S: * 1 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [PERMANENTFLAGS ()] ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * OK [MAILBOXID (...)] ...
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
    void whatTheIndexAndTheSummaryKnow() {
        login();
        append("a2", "INBOX (\\Seen) \"17-Jul-1996 02:44:25 -0700\"", MESSAGE);
        selectInbox(1);
        client.play("""
                C: a3 FETCH 1 (EMAILID THREADID)
                S: * 1 FETCH (EMAILID (e...) THREADID (t...))
                S: a3 OK FETCH completed
                C: a4 FETCH 1 (SAVEDATE PREVIEW)
                S: * 1 FETCH (SAVEDATE "..." PREVIEW "Hello Joe")
                S: a4 OK FETCH completed
                C: a5 FETCH 1 PREVIEW (LAZY)
                S: * 1 FETCH (PREVIEW "Hello Joe")
                S: a5 OK FETCH completed
                C: a6 FETCH 1 FAST
                S: * 1 FETCH (FLAGS (...) INTERNALDATE "17-Jul-1996 09:44:25 +0000" RFC822.SIZE 170)
                S: a6 OK FETCH completed
                C: a7 FETCH 1 (RFC822.SIZE
                S: a7 BAD ...
                C: a8 FETCH 1:0 FLAGS
                S: a8 BAD ...
                C: a9 UID FETCH 99 FLAGS
                S: a9 OK FETCH completed""");
    }

    @Test
    void partsComeWithoutTheirTransferEncoding() {                       // RFC 3516
        login();
        append("a2", "INBOX", """
                Content-Type: multipart/mixed; boundary=b\r
                \r
                --b\r
                Content-Type: text/plain\r
                Content-Transfer-Encoding: base64\r
                \r
                SGVsbG8gSm9l\r
                --b\r
                Content-Type: text/plain\r
                Content-Transfer-Encoding: x-unknown\r
                \r
                secret\r
                --b--\r
                """);
        selectInbox(1);
        client.play("""
                C: a3 FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1])
                S: * 1 FETCH (BINARY.SIZE[1] 9 BINARY[1] ~{9}
                S: Hello Joe)
                S: a3 OK FETCH completed
                C: a4 FETCH 1 BINARY.PEEK[1]<6.2>
                S: * 1 FETCH (BINARY[1]<6> ~{2}
                S: Jo)
                S: a4 OK FETCH completed
                C: a5 FETCH 1 BINARY.PEEK[2]
                S: * 1 FETCH (BINARY[2] NIL)
                S: a5 NO [UNKNOWN-CTE] ...
                C: a6 FETCH 1 BINARY[3]
                S: * 1 FETCH (BINARY[3] NIL FLAGS (\\Seen \\Recent))
                S: a6 OK FETCH completed""");
    }

    @Test
    void partsOfALargeMessageAreDecodedAsTheyPass() {
        login();
        String line = Base64.getEncoder().encodeToString("0123456789".repeat(5).getBytes(StandardCharsets.US_ASCII));
        int lines = 40_000;
        String message = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + (line.replace("=", "") + "\r\n").repeat(lines);
        append("a2", "INBOX", message);
        selectInbox(1);
        client.send("a3 FETCH 1 BINARY.SIZE[1]\r\n");
        String size = client.line().replaceAll("\\D*1 FETCH \\(BINARY.SIZE\\[1\\] (\\d+)\\)", "$1");
        client.expect("a3 OK FETCH completed");
        client.send("a4 FETCH 1 BINARY.PEEK[1]\r\n");
        client.line();
        assertThat(client.octets(Integer.parseInt(size))).hasSizeGreaterThan(1_900_000).startsWith("0123456789".getBytes(StandardCharsets.US_ASCII));
        client.play("""
                S: )
                S: a4 OK FETCH completed
                C: a5 FETCH 1 BINARY.PEEK[1]<10.20>
                S: * 1 FETCH (BINARY[1]<10> ~{20}
                S: 01234567890123456789)
                S: a5 OK FETCH completed""");
    }

    @Test
    void fieldsBehindALongHeaderAreFound() {                             // of any length, in constant memory
        login();
        String message = "X-First: 1\r\n" + ("X-Long: " + "word ".repeat(150) + "\r\n").repeat(3000) + "x-wanted : far\r\n behind\r\n\r\nX-Wanted: body\r\n";
        append("a2", "INBOX", message);
        selectInbox(1);
        client.play("""
                C: a3 FETCH 1 (BODY.PEEK[HEADER.FIELDS (X-WANTED X-FIRST)] UID)
                S: * 1 FETCH (BODY[HEADER.FIELDS (X-WANTED X-FIRST)] {39}
                S: X-First: 1
                S: x-wanted : far
                S:  behind
                S:\s
                S:  UID 1)
                S: a3 OK FETCH completed
                C: a4 FETCH 1 BODY.PEEK[HEADER.FIELDS (X-WANTED X-FIRST)]<3.20>
                S: * 1 FETCH (BODY[HEADER.FIELDS (X-WANTED X-FIRST)]<3> {20}
                S: irst: 1
                S: x-wanted : )
                S: a4 OK FETCH completed""");
        client.send("a5 FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (X-WANTED)]\r\n");
        String expected = message.substring(0, message.indexOf("x-wanted")) + "\r\n";
        client.expect("* 1 FETCH (BODY[HEADER.FIELDS.NOT (X-WANTED)] {" + expected.length() + "}");
        assertThat(new String(client.octets(expected.length()), StandardCharsets.ISO_8859_1).equals(expected)).isTrue();
        client.play("""
                S: )
                S: a5 OK FETCH completed""");
    }

    @Test
    void aPartOfASetIsFetched() {                                        // RFC 9394 section 3.3
        login();
        fill(5);
        selectInbox(5);
        client.play("""
                C: a1 UID FETCH 1:* UID (PARTIAL 2:3)
                S: * 2 FETCH (UID 2)
                S: * 3 FETCH (UID 3)
                S: a1 OK FETCH completed
                C: a2 UID FETCH 2:* UID (PARTIAL -1:-2)
                S: * 4 FETCH (UID 4)
                S: * 5 FETCH (UID 5)
                S: a2 OK FETCH completed
                C: a3 UID FETCH 1:* UID (PARTIAL 9:10)
                S: a3 OK FETCH completed""");
    }

    @Test
    void aMessageThatAnotherSessionHasRemovedDoesNotFailTheOthers() {   // RFC 2180 section 4.1.3
        login();
        fill(3);
        selectInbox(3);
        loginAlso("2");
        selectAlso("2");
        client.play("""
                C2: b2 STORE 2 +FLAGS.SILENT (\\Deleted)
                S2: b2 OK STORE completed
                C2: b3 EXPUNGE
                S2: * 2 EXPUNGE
                S2: b3 OK EXPUNGE completed""");
        client.awaitGone(2);
        client.play("""
                C: a1 FETCH 1:3 (UID ENVELOPE)
                S: * 1 FETCH (UID 1 ENVELOPE (...))
                S: * 3 FETCH (UID 3 ENVELOPE (...))
                S: a1 NO [EXPUNGEISSUED] ...
                C: a2 UID FETCH 1:3 UID
                S: * 1 FETCH (UID 1)
                S: * 3 FETCH (UID 3)
                S: * 2 EXPUNGE
                S: * 2 RECENT
                S: a2 OK FETCH completed""");
    }

    @Test
    void whoAsksForTheSameOctetsAHundredTimesGetsThem() {
        login();
        String message = "Subject: often\r\n\r\n" + "0123456789\r\n".repeat(5000);
        append("a2", "INBOX", message);
        selectInbox(1);
        String items = IntStream.range(0, 100).mapToObj(i -> "BODY.PEEK[]<" + i + ".60000>").collect(Collectors.joining(" "));
        client.send("a3 FETCH 1 (" + items + ")\r\n");
        for (int i = 0; i < 100; i++) {
            client.expect((i == 0 ? "* 1 FETCH (" : " ") + "BODY[]<" + i + "> {" + Math.min(60_000, message.length() - i) + "}");
            client.octets(Math.min(60_000, message.length() - i));
        }
        client.play("""
                S: )
                S: a3 OK FETCH completed""");
    }
}
