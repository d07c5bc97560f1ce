package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.smtp.DataDecoder.BareLineEnds;

class DataDecoderTest {
    /** {@code ~} is CR LF, {@code <} CR, {@code ^} LF, {@code NUL} itself. What follows the end is not consumed. */
    @ParameterizedTest
    @CsvSource({
        "hello~.~, hello~, COMPLETE",
        ".~, '', COMPLETE",
        "~.~, ~, COMPLETE",
        "..~.~, .~, COMPLETE",
        ".x~..y~...~.~, x~.y~..~, COMPLETE",
        "a.b~x.~.~, a.b~x.~, COMPLETE",
        "a~..~..~.~, a~.~.~, COMPLETE",
        "a<b~.~, '', 5.5.2",
        "a^b~.~, '', 5.5.2",
        "a^.~b~.~, '', 5.5.2",
        "a^.^b~.~, '', 5.5.2",
        "a~.^b~.~, '', 5.5.2",
        "a~.<b~.~, '', 5.5.2",
        "a<.<b~.~, '', 5.5.2",
        "a<~.~, '', 5.5.2",
        "aNULb~.~, '', 5.6.0",
    })
    void splittingAtAnyOctetChangesNothing(String input, String content, String end) {   // RFC 5321 section 4.5.2
        byte[] data = wire(input);
        byte[] octets = wire(input + "NEXT~");
        for (int cut = 0; cut <= octets.length; cut++) {
            DataDecoder decoder = new DataDecoder(1 << 20, 998);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int consumed = decoder.feed(octets, 0, cut, out::write);
            if (consumed == cut) {
                consumed += decoder.feed(octets, cut, octets.length - cut, out::write);
            }
            assertThat(consumed).as("cut at %d", cut).isEqualTo(data.length);
            if (end.equals("COMPLETE")) {
                assertThat(out.toByteArray()).as("cut at %d", cut).isEqualTo(wire(content));
                assertThat(decoder.end()).contains(new SmtpInput.DataComplete(wire(content).length));
            } else {
                assertThat(decoder.end()).as("cut at %d", cut).hasValueSatisfying(ended ->
                        assertThat(((SmtpInput.DataRefused) ended).reply().toString()).startsWith("554 " + end));
            }
        }
    }

    @Test
    void longLinesAreToldOrRefused() {                           // RFC 5321 section 4.5.3.1.6
        byte[] allowed = wire("x".repeat(998) + "~.~");
        byte[] longer = wire("short~." + "x".repeat(1000) + "~.~");
        DataDecoder fits = fed(new DataDecoder(1 << 20, 998), allowed);
        assertThat(fits.hasOverLongLine()).isFalse();
        assertThat(fits.end()).contains(new SmtpInput.DataComplete(1000));
        DataDecoder tolerant = fed(new DataDecoder(1 << 20, 1000), longer);
        assertThat(tolerant.hasOverLongLine()).isTrue();
        assertThat(tolerant.end()).contains(new SmtpInput.DataComplete(1009));
        DataDecoder strict = fed(new DataDecoder(1 << 20, 999), longer);
        assertThat(strict.end()).contains(new SmtpInput.DataRefused(Replies.CONTENT_LINE_TOO_LONG));
    }

    @Test
    void sizeLimitIsRefusedOnlyAtTheEnd() {
        DataDecoder decoder = new DataDecoder(5, 998);
        byte[] content = wire("123~");
        decoder.feed(content, 0, content.length, (octets, offset, length) -> {});
        assertThat(decoder.isFaulty()).isFalse();
        decoder.feed(content, 0, content.length, (octets, offset, length) -> {});
        assertThat(decoder.isFaulty()).isTrue();
        assertThat(decoder.end()).isEmpty();
        fed(decoder, wire(".~"));
        assertThat(decoder.end()).contains(new SmtpInput.DataRefused(Replies.TOO_LARGE));
    }

    /** As above; the refusal of the strict decoder is not repeated. */
    @ParameterizedTest
    @CsvSource({
        "hello~.~, hello~, COMPLETE",
        "a^b~.~, a~b~, COMPLETE",
        "a<b~.~, a~b~, COMPLETE",
        "^<^~.~, ~~~, COMPLETE",
        "<<~.~, ~~~, COMPLETE",
        "a^.^b~.~, a~~b~, COMPLETE",
        "a^.~b~.~, a~~b~, COMPLETE",
        "a~.^b~.~, a~~b~, COMPLETE",
        "a~.<b~.~, a~~b~, COMPLETE",
        "a~.<~.~, a~~~, COMPLETE",
        "a<.<b~.~, a~~b~, COMPLETE",
        "a<~.~, a~~, COMPLETE",
        "a^..x~.~, a~.x~, COMPLETE",
        "a~.<.~b~.~, a~~~b~, COMPLETE",
        "aNULb^~.~, '', 5.6.0",
    })
    void bareLineEndsAreRepairedOnRequest(String input, String content, String end) {   // RFC 5321 section 2.3.8
        byte[] data = wire(input);
        byte[] octets = wire(input + "NEXT~");
        for (int cut = 0; cut <= octets.length; cut++) {
            DataDecoder decoder = new DataDecoder(1 << 20, 998, BareLineEnds.REPAIR, 1 << 20);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int consumed = decoder.feed(octets, 0, cut, out::write);
            if (consumed == cut) {
                consumed += decoder.feed(octets, cut, octets.length - cut, out::write);
            }
            assertThat(consumed).as("cut at %d", cut).isEqualTo(data.length);
            if (end.equals("COMPLETE")) {
                assertThat(out.toByteArray()).as("cut at %d", cut).isEqualTo(wire(content));
                assertThat(decoder.end()).contains(new SmtpInput.DataComplete(wire(content).length));
            } else {
                assertThat(decoder.end()).contains(new SmtpInput.DataRefused(Replies.NUL_IN_CONTENT));
            }
        }
    }

    @Test
    void endlessFaultyMessageIsHopeless() {
        DataDecoder decoder = new DataDecoder(100, 998, BareLineEnds.REFUSE, 200);
        byte[] line = wire("x".repeat(48) + "~");
        int lines = 0;
        while (!decoder.isHopeless()) {
            assertThat(decoder.feed(line, 0, line.length, (octets, offset, length) -> {})).isEqualTo(line.length);
            lines++;
        }
        assertThat(lines).isEqualTo(5);
        assertThat(decoder.fault()).contains(Replies.TOO_LARGE);
        byte[] end = wire(".~");
        assertThat(decoder.feed(end, 0, end.length, (octets, offset, length) -> {})).isEqualTo(end.length);
        assertThat(decoder.end()).as("nobody listens any more").isEmpty();
        assertThat(fed(new DataDecoder(100, 998, BareLineEnds.REFUSE, 200), wire("x".repeat(300) + "~.~")).end())
                .as("the end came in the same chunk").contains(new SmtpInput.DataRefused(Replies.TOO_LARGE));
        assertThat(fed(new DataDecoder(1000, 998, BareLineEnds.REFUSE, 200), wire("x".repeat(300))).isHopeless()).isFalse();
    }

    @Property(tries = 1000)
    void chunksNeverMatter(
            @ForAll("anything") String text, @ForAll @IntRange(min = 1, max = 9) int chunk, @ForAll BareLineEnds bareLineEnds,
            @ForAll @IntRange(min = 1, max = 40) int limit) {
        byte[] octets = wire(text + "~.~");
        ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
        DataDecoder one = new DataDecoder(limit, 998, bareLineEnds, Long.MAX_VALUE);
        int consumed = one.feed(octets, 0, octets.length, atOnce::write);
        ByteArrayOutputStream inParts = new ByteArrayOutputStream();
        DataDecoder many = new DataDecoder(limit, 998, bareLineEnds, Long.MAX_VALUE);
        int at = 0;
        while (many.end().isEmpty()) {
            at += many.feed(octets, at, Math.min(chunk, octets.length - at), inParts::write);
        }
        assertThat(at).isEqualTo(consumed);
        assertThat(many.end()).isEqualTo(one.end());
        if (!one.isFaulty()) {
            assertThat(inParts.toByteArray()).isEqualTo(atOnce.toByteArray());
            assertThat(new String(atOnce.toByteArray(), StandardCharsets.ISO_8859_1).replace("\r\n", "")).doesNotContain("\r", "\n");
        }
    }

    @Property(tries = 300)
    void chunksNeverMatterToLongLines(
            @ForAll @IntRange(min = 995, max = 1003) int length, @ForAll @IntRange(min = 990, max = 1010) int limit,
            @ForAll @IntRange(min = 1, max = 1100) int cut, @ForAll("ends") String end) {
        byte[] octets = wire("x".repeat(length) + end + "~.~");
        DataDecoder one = fed(new DataDecoder(limit, 999), octets);
        DataDecoder two = new DataDecoder(limit, 999);
        int first = Math.min(cut, octets.length);
        two.feed(octets, 0, first, (chunk, offset, count) -> {});
        two.feed(octets, first, octets.length - first, (chunk, offset, count) -> {});
        assertThat(two.end()).isPresent().isEqualTo(one.end());
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of("", "^", "<", "NUL", "~y");
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.of(List.of("~", ".", "x", "^", "<", "NUL", "\t", "\u00e9", "abcdefghij")).list().ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 500)
    void decoderUndoesStuffer(@ForAll("content") String text, @ForAll @IntRange(min = 1, max = 60) int chunk) {
        byte[] content = wire(text);
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        DotStuffer stuffer = new DotStuffer();
        for (int i = 0; i < content.length; i += chunk) {
            stuffer.feed(content, i, Math.min(chunk, content.length - i), stuffed::write);
        }
        stuffer.finish(stuffed::write);
        DataDecoder decoder = new DataDecoder(1 << 20, 998);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] sent = stuffed.toByteArray();
        for (int i = 0; i < sent.length; i += chunk + 1) {
            decoder.feed(sent, i, Math.min(chunk + 1, sent.length - i), decoded::write);
        }
        boolean endsLine = text.isEmpty() || text.endsWith("~");
        assertThat(decoded.toByteArray()).isEqualTo(endsLine ? content : wire(text + "~"));
        assertThat(decoder.end()).contains(new SmtpInput.DataComplete(decoded.size()));
    }

    /** Whatever stands in the content, only a dot behind CR LF, or in front, is doubled. */
    @Property(tries = 500)
    void stuffingDoublesDotsAtTheStartOfLinesOnly(@ForAll("anything") String text, @ForAll @IntRange(min = 1, max = 40) int chunk) {
        byte[] content = wire(text);
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        DotStuffer stuffer = new DotStuffer();
        for (int i = 0; i < content.length; i += chunk) {
            stuffer.feed(content, i, Math.min(chunk, content.length - i), stuffed::write);
        }
        String latin = new String(content, StandardCharsets.ISO_8859_1);
        assertThat(stuffed.toString(StandardCharsets.ISO_8859_1)).isEqualTo((latin.startsWith(".") ? "." : "") + latin.replace("\r\n.", "\r\n.."));
    }

    @Provide
    Arbitrary<String> content() {
        return Arbitraries.of(List.of("~", ".", "..", "x", "~.", "~..~", "\u00e9", "a run of octets\tas long as two words")).list().ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static DataDecoder fed(DataDecoder decoder, byte[] octets) {
        decoder.feed(octets, 0, octets.length, (chunk, offset, length) -> {});
        return decoder;
    }

    private static byte[] wire(String text) {
        return text.replace("~", "\r\n").replace('<', '\r').replace('^', '\n').replace("NUL", "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
