package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MimeScannerTest {
    private static MessageSummary scan(String content) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(content.getBytes(StandardCharsets.ISO_8859_1));
        return scanner.finish();
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    /** Types and bodies in one line, which shows a structure at a glance. */
    private static String show(Part part, String content) {
        String type = part.description().type() + "/" + part.description().subtype();
        if (part instanceof Part.Multipart multipart) {
            return type + multipart.children().stream().map(child -> show(child, content)).toList();
        }
        if (part instanceof Part.EmbeddedMessage embedded) {
            return type + "{" + show(embedded.message(), content) + "}";
        }
        return type + "'" + content.substring((int) part.extent().bodyStart(), (int) part.extent().bodyEnd())
                .replace("\r\n", "|") + "'";
    }

    private static String show(String content) {
        return show(scan(content).structure().root(), content);
    }

    @Test
    void plainMessage() {
        String content = crlf("Subject: hi\nFrom: jones@example.org\n\none\ntwo\n");
        MessageSummary summary = scan(content);
        assertThat(summary.structure().root().extent()).isEqualTo(
                new PartExtent(0, content.indexOf("one\r"), content.length(), 2));
        assertThat(summary.structure().root().description().parameters())
                .containsExactly(new Parameter("charset", "us-ascii"));
        assertThat(summary.preview()).isEqualTo("one two");
    }

    @Test
    void theLineEndBeforeABoundaryBelongsToTheBoundary() {                   // RFC 2046 section 5.1.1, its example
        String content = crlf("""
                From: Nathaniel Borenstein <nsb@bellcore.com>
                MIME-Version: 1.0
                Content-type: multipart/mixed; boundary="simple boundary"

                This is the preamble.

                --simple boundary

                This is implicitly typed plain US-ASCII text.
                It does NOT end with a linebreak.
                --simple boundary
                Content-type: text/plain; charset=us-ascii

                This is explicitly typed plain US-ASCII text.
                It DOES end with a linebreak.

                --simple boundary--

                This is the epilogue.
                """);
        assertThat(show(content)).isEqualTo("multipart/mixed["
                + "text/plain'This is implicitly typed plain US-ASCII text.|It does NOT end with a linebreak.', "
                + "text/plain'This is explicitly typed plain US-ASCII text.|It DOES end with a linebreak.|']");
    }

    @Test
    void embeddedMessageHasItsOwnStructure() {
        String content = crlf("""
                Content-Type: multipart/digest; boundary=d

                --d

                Subject: inner
                Content-Type: multipart/alternative; boundary=a

                --a
                Content-Type: text/html

                <p>x</p>
                --a--
                --d--
                """);
        assertThat(show(content)).isEqualTo("multipart/digest[message/rfc822{multipart/alternative[text/html'<p>x</p>']}]");
        Part.EmbeddedMessage embedded = (Part.EmbeddedMessage) scan(content).structure().part(List.of(1)).orElseThrow();
        assertThat(embedded.envelope().subject()).contains("inner");
    }

    @Test
    void partNumbersGoThroughEmbeddedMessages() {                             // RFC 3501 section 6.4.5, its example
        String content = crlf("""
                Content-Type: multipart/mixed; boundary=a

                --a

                1
                --a
                Content-Type: application/octet-stream

                2
                --a
                Content-Type: message/rfc822

                Content-Type: multipart/mixed; boundary=b

                --b

                3.1
                --b
                Content-Type: application/octet-stream

                3.2
                --b--
                --a
                Content-Type: multipart/mixed; boundary=c

                --c
                Content-Type: image/gif

                4.1
                --c
                Content-Type: message/rfc822

                Content-Type: multipart/mixed; boundary=d

                --d

                4.2.1
                --d
                Content-Type: multipart/alternative; boundary=e

                --e

                4.2.2.1
                --e
                Content-Type: text/richtext

                4.2.2.2
                --e--
                --d--
                --c--
                --a--
                """);
        MessageStructure structure = scan(content).structure();
        for (List<Integer> path : List.of(List.of(1), List.of(2), List.of(3, 1), List.of(3, 2), List.of(4, 1),
                List.of(4, 2, 1), List.of(4, 2, 2, 1), List.of(4, 2, 2, 2))) {
            Part part = structure.part(path).orElseThrow();
            assertThat(content.substring((int) part.extent().bodyStart(), (int) part.extent().bodyEnd()))
                    .isEqualTo(String.join(".", path.stream().map(String::valueOf).toList()));
        }
        assertThat(structure.part(List.of(3))).get().isInstanceOf(Part.EmbeddedMessage.class);
        assertThat(structure.part(List.of(4, 2, 2))).get().isInstanceOf(Part.Multipart.class);
        for (List<Integer> path : List.of(List.of(5), List.of(1, 1), List.of(3, 3), List.of(3, 1, 1), List.of(0))) {
            assertThat(structure.part(path)).isEmpty();
        }
    }

    @Test
    void partOneOfASinglePartMessageIsItsBody() {
        MessageStructure structure = scan(crlf("Subject: x\n\nbody")).structure();
        assertThat(structure.part(List.of(1))).contains(structure.root());
        assertThat(structure.part(List.of(2))).isEmpty();
        assertThat(structure.part(List.of(1, 1))).isEmpty();
    }

    @Test
    void brokenStructuresAreReadAsFarAsPossible() {
        assertThat(show("")).isEqualTo("text/plain''");
        assertThat(show("Subject: only")).isEqualTo("text/plain''");
        assertThat(show("no header at all\r\n")).isEqualTo("text/plain'no header at all|'");
        assertThat(show(crlf("Subject: x\nbody without empty line\n"))).isEqualTo("text/plain'body without empty line|'");
        assertThat(show(crlf("Content-Type: multipart/mixed\n\nno boundary\n"))).isEqualTo("text/plain'no boundary|'");
        assertThat(show(crlf("Content-Type: multipart/mixed; boundary=x\n\nnever\n"))).isEqualTo("text/plain'never|'");
        assertThat(show(crlf("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nopen\n")))
                .isEqualTo("multipart/mixed[text/plain'open|']");
        assertThat(show(crlf("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\n--x--\n")))
                .isEqualTo("multipart/mixed[image/png'']");
        assertThat(show(crlf("Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x--\n")))
                .isEqualTo("multipart/mixed[text/plain'', text/plain'']");
        assertThat(show(crlf("Content-Type: message/rfc822\n\n"))).isEqualTo("message/rfc822{text/plain''}");
        assertThat(show(crlf("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDo=\n")))
                .isEqualTo("application/octet-stream'U3ViamVjdDo=|'");
    }

    @Test
    void anOuterBoundaryClosesWhatWasLeftOpenInside() {
        assertThat(show(crlf("""
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/mixed; boundary=inner

                --inner

                lost
                --outer

                after
                --outer--
                """))).isEqualTo("multipart/mixed[multipart/mixed[text/plain'lost'], text/plain'after']");
    }

    @Test
    void onlyAWholeLineIsABoundary() {
        assertThat(show(crlf("""
                Content-Type: multipart/mixed; boundary=b

                --b

                --bb
                --b-
                 --b
                x--b
                --b \t
                second
                --b--x
                """))).isEqualTo("multipart/mixed[text/plain'--bb|--b-| --b|x--b', text/plain'second|--b--x|']");
    }

    @Test
    void aBoundaryMayBeInParameterExtensions() {                              // RFC 2231 sections 3 and 4
        assertThat(show(crlf("""
                Content-Type: multipart/mixed; boundary*=us-ascii''b%2Fc

                --b/c
                Content-Type: multipart/mixed; boundary*0*=''%64; boundary*1=e

                --de

                x
                --b/c--
                """))).isEqualTo("multipart/mixed[multipart/mixed[text/plain'x']]");
    }

    @Test
    void bareLineFeedsCountAsLineEnds() {
        MessageSummary summary = scan("Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\nb\n--b--\n");
        Part part = summary.structure().part(List.of(1)).orElseThrow();
        assertThat(part.extent().body().length()).isEqualTo(3);
        assertThat(part.extent().lines()).isEqualTo(1);
    }

    @Test
    void tooDeepIsOpaque() {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            content.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        MessageSummary summary = scan(content.toString());
        Part part = summary.structure().root();
        int depth = 0;
        while (part instanceof Part.Multipart multipart) {
            part = multipart.children().get(0);
            depth++;
        }
        assertThat(depth).isEqualTo(MimeScanner.MAX_DEPTH);
        assertThat(part.description().isType("application", "octet-stream")).isTrue();
        assertThat(MessageSummaryCodec.decode(MessageSummaryCodec.encode(summary))).isEqualTo(summary);

        MessageSummary nested = scan("Content-Type: message/rfc822\r\n\r\n".repeat(200));
        assertThat(MessageSummaryCodec.decode(MessageSummaryCodec.encode(nested))).isEqualTo(nested);
    }

    @Test
    void partsBeyondTheLimitAreLeftInTheLastOne() {
        String content = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(1500) + "--b--\r\n";
        Part.Multipart root = (Part.Multipart) scan(content).structure().root();
        assertThat(root.children()).hasSize(MimeScanner.MAX_PARTS - 1);
        assertThat(root.children().get(998).extent().bodyEnd()).isEqualTo(content.length() - "\r\n--b--\r\n".length());
    }

    @Test
    void aHugeHeaderIsKeptInPart() {
        String content = "Subject: first\r\nContent-Type: text/html\r\n" + ("X-Filler: " + "y".repeat(500) + "\r\n").repeat(1000)
                + "To: late@example.org\r\n\r\nbody";
        MessageSummary summary = scan(content);
        assertThat(summary.structure().headerSize()).isEqualTo(content.length() - 4);
        assertThat(summary.selected()).isInstanceOf(SelectedFields.Reduced.class);
        assertThat(summary.envelope().subject()).contains("first");
        assertThat(summary.fields(List.of("Subject"))).isEmpty();
        assertThat(MessageSummaryCodec.decode(MessageSummaryCodec.encode(summary))).isEqualTo(summary);
    }

    @Test
    void fieldsOfThePrefixComeFirst() {
        MimeScanner scanner = new MimeScanner();
        scanner.feed("Return-Path: <a@example.org>\r\n".getBytes(StandardCharsets.US_ASCII));
        scanner.feed("Subject: s\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII));
        MessageSummary summary = scanner.finish();
        assertThat(summary.fields(List.of("return-path", "subject"))).map(HeaderFields::raw)
                .contains("Return-Path: <a@example.org>\r\nSubject: s\r\n");
        assertThat(summary.fields(List.of("X-Other", "Subject"))).isEmpty();
        assertThat(scanner.header().first("Subject")).map(HeaderField::body).contains("s");
        assertThatThrownBy(() -> scanner.feed(new byte[1])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void describesAPart() {
        Part part = scan(crlf("""
                Content-Type: Text/Plain (comment); charset=us-ascii (Plain text);
                 name="a \\"quoted\\"; name.txt"; x=; format=flowed
                Content-Transfer-Encoding: Quoted-Printable
                Content-ID: <1@example.org>
                Content-Description: notes
                Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
                Content-Disposition: attachment; filename*0*=us-ascii'en'a; size=10
                Content-Language: en, de
                Content-Location: http://example.org/

                x
                """)).structure().root();
        assertThat(part.description()).isEqualTo(new PartDescription("Text", "Plain",
                List.of(new Parameter("charset", "us-ascii"), new Parameter("name", "a \"quoted\"; name.txt"),
                        new Parameter("x", ""), new Parameter("format", "flowed")),
                Optional.of("<1@example.org>"), Optional.of("notes"), "Quoted-Printable",
                Optional.of("Q2hlY2sgSW50ZWdyaXR5IQ=="),
                Optional.of(new Disposition("attachment",
                        List.of(new Parameter("filename*0*", "us-ascii'en'a"), new Parameter("size", "10")))),
                List.of("en", "de"), Optional.of("http://example.org/")));
    }

    @Test
    void previewPrefersPlainTextAndDecodes() {
        assertThat(scan(crlf("""
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/html; charset=utf-8

                <html><head><title>t</title><style>p { color: red }</style></head><body>Hello <b>w&ouml;rld</b> &amp; all</body>
                --b
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                Gr=FC=DFe,=20
                 =
                alle
                --b--
                """)).preview()).isEqualTo("Gr\u00fc\u00dfe, alle");
        assertThat(scan("Content-Type: text/html\r\n\r\n<style>a{}</style><p>Hello <b>you</b> &amp; all</p>").preview())
                .isEqualTo("Hello you & all");
        assertThat(scan("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nw6TDtsO8").preview())
                .isEqualTo("\u00e4\u00f6\u00fc");
        assertThat(scan("Content-Type: image/png\r\n\r\nabc").preview()).isEmpty();
        assertThat(scan("Subject: x\r\n\r\n" + "long words ".repeat(1000)).preview()).hasSize(200);
    }

    @Test
    void aLargeBodyInOneLineIsNotKept() {
        MimeScanner scanner = new MimeScanner();
        scanner.feed("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = new byte[128 * 1024];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 160; i++) {
            scanner.feed(chunk);
        }
        scanner.feed("\r\n--b--".getBytes(StandardCharsets.US_ASCII));
        Part part = scanner.finish().structure().part(List.of(1)).orElseThrow();
        assertThat(part.extent().body().length()).isEqualTo(160L * chunk.length);
    }
}
