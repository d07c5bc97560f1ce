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

    @Property(tries = 500)
    void decoderUndoesStuffer(@ForAll("content") String text, @ForAll @IntRange(min = 1, max = 7) int chunk) {
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

    @Provide
    Arbitrary<String> content() {
        return Arbitraries.of(List.of("~", ".", "..", "x", "~.", "~..~", "\u00e9")).list().ofMaxSize(12)
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
