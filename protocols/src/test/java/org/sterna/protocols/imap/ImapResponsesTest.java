package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MimeScanner;

class ImapResponsesTest {
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static MessageSummary scan(String content) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(content.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return scanner.finish();
    }

    private static String structure(String content) {
        return text(new FetchResponse(1).bodyStructure(scan(content).structure()).finish());
    }

    @Test
    void simpleResponses() {                                                // examples of RFC 3501 section 7
        assertThat(text(ImapResponses.tagged("A142", StatusResponse.ok("SELECT completed").withCode("READ-WRITE"))))
                .isEqualTo("A142 OK [READ-WRITE] SELECT completed\r\n");
        assertThat(text(ImapResponses.untagged(StatusResponse.bye("bye")))).isEqualTo("* BYE bye\r\n");
        assertThat(text(ImapResponses.flags(Flag.SETTABLE))).isEqualTo("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n");
        assertThat(text(ImapResponses.permanentFlags(List.of(Flag.DELETED, Flag.SEEN), true)))
                .isEqualTo("* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Flags permitted\r\n");
        assertThat(text(ImapResponses.permanentFlags(List.of(), false))).contains("[PERMANENTFLAGS ()]");
        assertThat(text(ImapResponses.exists(23))).isEqualTo("* 23 EXISTS\r\n");
        assertThat(text(ImapResponses.recent(5))).isEqualTo("* 5 RECENT\r\n");
        assertThat(text(ImapResponses.expunge(44))).isEqualTo("* 44 EXPUNGE\r\n");
        assertThat(text(ImapResponses.search(new long[] {2, 3, 6}))).isEqualTo("* SEARCH 2 3 6\r\n");
        assertThat(text(ImapResponses.search(new long[0]))).isEqualTo("* SEARCH\r\n");
        assertThat(text(ImapResponses.list(List.of("\\HasNoChildren", "\\Sent"), new MailboxName("Entw\u00fcrfe"))))
                .isEqualTo("* LIST (\\HasNoChildren \\Sent) \"/\" \"Entw&APw-rfe\"\r\n");
        assertThat(text(ImapResponses.lsub(List.of(), new MailboxName("a\"b")))).isEqualTo("* LSUB () \"/\" \"a\\\"b\"\r\n");
        assertThat(text(ImapResponses.continuation(""))).isEqualTo("+ \r\n");
        assertThat(text(ImapResponses.id(Map.of("name", "Sterna")))).isEqualTo("* ID (\"name\" \"Sterna\")\r\n");
        Map<StatusItem, Long> status = new LinkedHashMap<>();
        status.put(StatusItem.MESSAGES, 231L);
        status.put(StatusItem.UIDNEXT, 44292L);
        assertThat(text(ImapResponses.status(new MailboxName("blurdybloop"), status)))
                .isEqualTo("* STATUS \"blurdybloop\" (MESSAGES 231 UIDNEXT 44292)\r\n");
    }

    @Test
    void uidPlusCodes() {                                                   // RFC 4315 section 3
        assertThat(ImapResponses.appendUid(38505, 3955)).isEqualTo("APPENDUID 38505 3955");
        assertThat(ImapResponses.copyUid(38505, List.of(304L, 319L, 320L), List.of(3956L, 3957L, 3958L)))
                .contains("COPYUID 38505 304,319:320 3956:3958");
        assertThat(ImapResponses.copyUid(1, List.of(), List.of())).isEqualTo(Optional.empty());
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
        assertThat(text(new FetchResponse(12).flags(List.of(Flag.SEEN))
                .internalDate(OffsetDateTime.parse("1996-07-17T02:44:25-07:00")).size(4286)
                .envelope(summary.envelope()).body(summary.structure()).finish())).isEqualTo(
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
        FetchItem.Body header = fetch("BODY.PEEK[HEADER.FIELDS (From \"X Y\")]<0.10>");
        assertThat(text(new FetchResponse(2).uid(7).body(header, "From: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).finish()))
                .isEqualTo("* 2 FETCH (UID 7 BODY[HEADER.FIELDS (From \"X Y\")]<0> {11}\r\nFrom: x\r\n\r\n)\r\n");
        FetchResponse streamed = new FetchResponse(3).announceBody(fetch("RFC822"), 1_000_000);
        assertThat(text(streamed.take())).isEqualTo("* 3 FETCH (RFC822 {1000000}\r\n");
        assertThat(text(streamed.flags(Set.of()).finish())).isEqualTo(" FLAGS ())\r\n");
        assertThat(text(new FetchResponse(4).noBody(fetch("BODY[9.MIME]")).finish())).isEqualTo("* 4 FETCH (BODY[9.MIME] NIL)\r\n");
        assertThat(text(new FetchResponse(5).preview("\u00fc").finish())).isEqualTo("* 5 FETCH (PREVIEW {2}\r\n\u00c3\u00bc)\r\n");
    }

    private static FetchItem.Body fetch(String item) {
        return (FetchItem.Body) ((ImapCommand.Fetch) ((ParsedCommand.Command)
                ImapParser.parse(CommandText.of("a FETCH 1 " + item))).command()).items().get(0);
    }

    @Test
    void nothingBreaksOutOfAString() {
        String hostile = "Subject: =?x\r\n y\" BAD\r\nFrom: \"a\\\"\" <\"x\r\n )\"@example.org>\r\n"
                + "Content-Type: text/plain; name=\"\u00fc\\\"\\\\\"\r\nContent-ID: <\0\u0001>\r\n\r\n";
        MessageSummary summary = scan(hostile);
        String response = text(new FetchResponse(1).envelope(summary.envelope()).bodyStructure(summary.structure()).finish());
        assertThat(response).contains("\"=?x y\\\" BAD\"").contains("{3}\r\n\u00fc\"\\").contains("{3}\r\n<\u0001>")
                .doesNotContain("\0");
        assertThat(text(ImapResponses.tagged("a", StatusResponse.no("x\r\n* BYE \u00fc")))).isEqualTo("a NO x??* BYE ?\r\n");
    }

    @Property
    void everyStringCanBeReadBack(@ForAll String any) {
        String octets = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        byte[] printed = new ResponseBuffer().string(octets).take();
        try {
            ImapCursor cursor = new ImapCursor(printed);
            assertThat(cursor.string()).isEqualTo(octets.replace("\0", ""));
            cursor.end();
        } catch (SyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
