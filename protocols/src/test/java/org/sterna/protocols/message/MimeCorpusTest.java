package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MimeCorpusTest {
    static List<MimeCorpus.Sample> samples() {
        return MimeCorpus.samples();
    }

    static MessageSummary scan(byte[] content, int piece) {
        MimeScanner scanner = new MimeScanner();
        for (int at = 0; at < content.length; at += piece) {
            scanner.feed(content, at, Math.min(piece, content.length - at));
        }
        return scanner.finish();
    }

    @Test
    void theCorpusIsThere() {
        assertThat(samples()).hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void piecesMakeNoDifference(MimeCorpus.Sample sample) {
        MessageSummary whole = scan(sample.content(), Integer.MAX_VALUE / 2);
        assertThat(scan(sample.content(), 1)).isEqualTo(whole);
        assertThat(scan(sample.content(), 7)).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void storedAndLoadedIsTheSame(MimeCorpus.Sample sample) {
        MessageSummary summary = scan(sample.content(), 4096);
        assertThat(MessageSummaryCodec.decode(MessageSummaryCodec.encode(summary))).isEqualTo(summary);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void offsetsAgreeWithTheText(MimeCorpus.Sample sample) {
        String text = new String(sample.content(), StandardCharsets.ISO_8859_1);
        MessageSummary summary = scan(sample.content(), 4096);
        assertThat(summary.structure().size()).isEqualTo(text.length());
        assertThat(summary.preview().codePointCount(0, summary.preview().length())).isLessThanOrEqualTo(200);
        check(summary.structure().root(), text);
    }

    private static void check(Part part, String text) {
        PartExtent extent = part.extent();
        String body = text.substring((int) extent.bodyStart(), (int) extent.bodyEnd());
        assertThat(extent.lines()).isEqualTo(body.chars().filter(c -> c == '\n').count());
        String header = text.substring((int) extent.headerStart(), (int) extent.bodyStart());
        assertThat(HeaderFields.parse(header).first("Content-Type").map(HeaderField::body).orElse(""))
                .as("the header section belongs to the part").satisfies(type -> {
                    if (type.toLowerCase(Locale.ROOT).startsWith("image/")) {
                        assertThat(part.description().isType("image")).isTrue();
                    }
                });
        if (part instanceof Part.Multipart multipart) {
            String boundary = "--" + part.description().decodedParameter("boundary").orElseThrow().stripTrailing();
            for (Part child : multipart.children()) {
                long start = child.extent().headerStart();
                String before = text.substring(0, (int) start);
                assertThat(before.stripTrailing()).endsWith(boundary);
                long end = child.extent().bodyEnd();
                assertThat(text.substring((int) end)).satisfiesAnyOf(
                        rest -> assertThat(rest).isEmpty(),
                        rest -> assertThat(rest).startsWith("\r\n--"),
                        rest -> assertThat(rest).startsWith("\n--"),
                        rest -> assertThat(rest).as("no line end before the boundary").startsWith("--"));
                check(child, text);
            }
        } else if (part instanceof Part.EmbeddedMessage embedded) {
            assertThat(embedded.message().extent().headerStart()).isEqualTo(extent.bodyStart());
            assertThat(embedded.message().extent().bodyEnd()).isEqualTo(extent.bodyEnd());
            check(embedded.message(), text);
        } else {
            assertThat(part.description().isType("multipart")).isFalse();
            assertThat(part.description().isType("message", "rfc822")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void envelopeAndTextNeverFail(MimeCorpus.Sample sample) {
        MessageSummary summary = scan(sample.content(), 4096);
        Optional<HeaderFields> subject = summary.fields(List.of("Subject"));
        assertThat(summary.envelope().subject()).isEqualTo(
                subject.flatMap(fields -> fields.first("Subject")).map(HeaderField::body));
        text(summary.structure().root(), sample.content());
    }

    /** Of whatever is text, cut in one way or another, the same comes out. */
    private static void text(Part part, byte[] content) {
        if (part instanceof Part.Multipart multipart) {
            multipart.children().forEach(child -> text(child, content));
        } else if (part instanceof Part.EmbeddedMessage embedded) {
            text(embedded.message(), content);
        } else if (part.description().isType("text")) {
            assertThat(text(part, content, 13)).isEqualTo(text(part, content, 1 << 20));
        }
    }

    private static String text(Part part, byte[] content, int portion) {
        FoldedText decoding = FoldedText.of(part.description());
        StringBuilder text = new StringBuilder();
        int end = (int) part.extent().bodyEnd();
        for (int at = (int) part.extent().bodyStart(); at < end; at += portion) {
            text.append(decoding.fold(content, at, Math.min(portion, end - at)));
        }
        return text.append(decoding.finish()).toString();
    }
}
