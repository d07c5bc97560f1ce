package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MimeScanner;

class FetchResponseTest {
    private static final Enabled REV2 = Enabled.NOTHING.with("IMAP4REV2");

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static FetchResponse fetch(long sequence) {
        return new FetchResponse(Enabled.NOTHING).begin(sequence, 1000 + sequence);
    }

    private static MessageSummary scan(String content) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(content.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return scanner.finish();
    }

    private static String structure(String content) {
        return text(fetch(1).bodyStructure(scan(content).structure()).end().take());
    }

    @Test
    void newerItems() {                                                     // RFC 7162, RFC 8474, RFC 8514, RFC 8970, RFC 3516
        OffsetDateTime time = OffsetDateTime.parse("2014-12-01T08:09:10+05:30");
        assertThat(text(fetch(1).modSeq(624140003).emailId("M6d99").threadId("T64b").saveDate(time).preview("").end().take()))
                .isEqualTo("* 1 FETCH (MODSEQ (624140003) EMAILID (M6d99) THREADID (T64b) SAVEDATE \" 1-Dec-2014 08:09:10 +0530\""
                        + " PREVIEW \"\")\r\n");
        FetchItem.Binary part = new FetchItem.Binary(List.of(1, 2), Optional.of(new FetchItem.Partial(5, 9)), FetchItem.Spelling.BODY_PEEK);
        assertThat(text(fetch(2).binary(part, new byte[] {0, 'x'}).binarySize(new FetchItem.BinarySize(List.of(3)), 77).end().take()))
                .isEqualTo("* 2 FETCH (BINARY[1.2]<5> ~{2}\r\n\0x BINARY.SIZE[3] 77)\r\n");
        assertThat(text(fetch(2).noBinary(new FetchItem.Binary(List.of(9), Optional.empty(), FetchItem.Spelling.BODY)).end().take()))
                .isEqualTo("* 2 FETCH (BINARY[9] NIL)\r\n");
        assertThat(text(fetch(2).announceBinary(part, 12345).take())).isEqualTo("* 2 FETCH (BINARY[1.2]<5> ~{12345}\r\n");
    }

    @Test
    void oneWriterForManyMessages() {
        FetchResponse page = new FetchResponse(Enabled.NOTHING.with("UIDONLY"));
        for (int i = 1; i <= 3; i++) {
            page.begin(i, 10 * i).flags("(\\Seen)").end();
        }
        assertThat(page.length()).isEqualTo(3 * "* 10 UIDFETCH (FLAGS (\\Seen))\r\n".length());
        assertThat(text(page.take())).as("RFC 9586 section 3.3").isEqualTo("* 10 UIDFETCH (FLAGS (\\Seen))\r\n"
                + "* 20 UIDFETCH (FLAGS (\\Seen))\r\n* 30 UIDFETCH (FLAGS (\\Seen))\r\n");
        assertThat(page.length()).isZero();
    }

    @Test
    void utf8StandsInQuotedStringsIfTheClientCan() {                        // RFC 6855 section 3, RFC 9051 section 4.3
        assertThat(text(new FetchResponse(REV2).begin(5, 1).preview("\u00fc").end().take()))
                .isEqualTo("* 5 FETCH (PREVIEW \"\u00c3\u00bc\")\r\n");
        MessageSummary latin1 = scan("Subject: \u00fc\n\n");
        assertThat(text(new FetchResponse(REV2).begin(5, 1).envelope(latin1.envelope()).end().take()))
                .as("what is not UTF-8 goes as a literal").contains("{1}\r\n\u00fc");
    }

    @Test
    void envelopeOfTheExample() {                                           // RFC 3501 section 8
        MessageSummary summary = scan("""
                Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                From: Terry Gray <gray@cac.washington.edu>
                Subject: IMAP4rev1 WG mtg summary and minutes
                To: imap@cac.washington.edu
                cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
                Message-Id: <B27397-0100000@cac.washington.edu>
                MIME-Version: 1.0
                Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

                text
                """);
        assertThat(text(fetch(12).flags(List.of(Flag.SEEN))
                .internalDate(OffsetDateTime.parse("1996-07-17T02:44:25-07:00")).size(4286)
                .envelope(summary.envelope()).body(summary.structure()).end().take())).isEqualTo(
                "* 12 FETCH (FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 ENVELOPE ("
                        + "\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" "
                        + "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
                        + "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
                        + "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
                        + "((NIL NIL \"imap\" \"cac.washington.edu\")) "
                        + "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")"
                        + "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL "
                        + "\"<B27397-0100000@cac.washington.edu>\") "
                        + "BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 6 1))\r\n");
    }

    @Test
    void bodyStructures() {                                                 // RFC 3501 section 7.4.2
        assertThat(structure("""
                Content-Type: MULTIPART/MIXED; BOUNDARY=b

                --b
                Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

                hello
                --b
                Content-Type: application/pdf
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename="x.pdf"
                Content-Language: en, de
                Content-Description: the file

                AAAA
                --b--
                """)).isEqualTo("* 1 FETCH (BODYSTRUCTURE ("
                + "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 5 0 NIL NIL NIL NIL)"
                + "(\"application\" \"pdf\" NIL NIL \"the file\" \"base64\" 4 NIL "
                + "(\"attachment\" (\"filename\" \"x.pdf\")) (\"en\" \"de\") NIL)"
                + " \"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL NIL))\r\n");
        assertThat(structure("""
                Content-Type: message/rfc822

                Subject: inner

                text
                """)).isEqualTo("* 1 FETCH (BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 24 "
                + "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL) "
                + "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 6 1 NIL NIL NIL NIL) 3 NIL NIL NIL NIL))\r\n");
    }

    @Test
    void bodiesAreLiterals() {
        FetchItem.Body header = item("BODY.PEEK[HEADER.FIELDS (From \"X Y\")]<0.10>");
        assertThat(text(fetch(2).uid(7).body(header, "From: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).end().take()))
                .isEqualTo("* 2 FETCH (UID 7 BODY[HEADER.FIELDS (From \"X Y\")]<0> {11}\r\nFrom: x\r\n\r\n)\r\n");
        FetchResponse streamed = fetch(3).announceBody(item("RFC822"), 1_000_000);
        assertThat(text(streamed.take())).isEqualTo("* 3 FETCH (RFC822 {1000000}\r\n");
        assertThat(text(streamed.flags(Set.of()).end().take())).isEqualTo(" FLAGS ())\r\n");
        assertThat(text(fetch(4).noBody(item("BODY[9.MIME]")).end().take())).isEqualTo("* 4 FETCH (BODY[9.MIME] NIL)\r\n");
        assertThat(text(fetch(5).preview("\u00fc").end().take())).isEqualTo("* 5 FETCH (PREVIEW {2}\r\n\u00c3\u00bc)\r\n");
    }

    private static FetchItem.Body item(String item) {
        return (FetchItem.Body) ((ImapCommand.Fetch) ((ParsedCommand.Command)
                ImapParser.parse(CommandText.of("a FETCH 1 " + item))).command()).items().get(0);
    }

    @Test
    void nothingBreaksOutOfAString() {
        String hostile = "Subject: =?x\r\n y\" BAD\r\nFrom: \"a\\\"\" <\"x\r\n )\"@example.org>\r\n"
                + "Content-Type: text/plain; name=\"\u00fc\\\"\\\\\"\r\nContent-ID: <\0\u0001>\r\n\r\n";
        MessageSummary summary = scan(hostile);
        String response = text(fetch(1).envelope(summary.envelope()).bodyStructure(summary.structure()).end().take());
        assertThat(response).contains("\"=?x y\\\" BAD\"").contains("{3}\r\n\u00fc\"\\").contains("{3}\r\n<\u0001>")
                .doesNotContain("\0");
    }
}
