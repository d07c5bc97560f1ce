package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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

class ContentCheckTest {
    /** {@code ~} is CR LF, {@code <} CR, {@code ^} LF, {@code NUL} itself; refused, and repaired. */
    @ParameterizedTest
    @CsvSource({
        "hello~, '', hello~",
        "hello, '', hello",
        "'', '', ''",
        "..a~.~.~, '', ..a~.~.~",
        "a^b~, 5.5.2, a~b~",
        "a<b~, 5.5.2, a~b~",
        "a<, 5.5.2, a~",
        "<<^, 5.5.2, ~~",
        "^, 5.5.2, ~",
        "aNULb, 5.6.0, REFUSED",
    })
    void linesAreCheckedWithoutDots(String input, String status, String repaired) {   // RFC 3030 section 2
        byte[] octets = wire(input);
        for (int cut = 0; cut <= octets.length; cut++) {
            ByteArrayOutputStream strictOut = new ByteArrayOutputStream();
            Optional<Reply> strict = check(ContentCheck.ofLines(1 << 20, 998, BareLineEnds.REFUSE), octets, cut, strictOut);
            assertThat(strict.map(Reply::toString).orElse("")).as("cut at %d", cut).startsWith(status.isEmpty() ? "" : "554 " + status);
            assertThat(strict.isEmpty()).as("cut at %d", cut).isEqualTo(status.isEmpty());
            if (status.isEmpty()) {
                assertThat(strictOut.toByteArray()).isEqualTo(octets);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Optional<Reply> lenient = check(ContentCheck.ofLines(1 << 20, 998, BareLineEnds.REPAIR), octets, cut, out);
            assertThat(lenient.isPresent()).as("cut at %d", cut).isEqualTo(repaired.equals("REFUSED"));
            if (lenient.isEmpty()) {
                assertThat(out.toByteArray()).as("cut at %d", cut).isEqualTo(wire(repaired));
            }
        }
    }

    @Test
    void linesAndSizeAreBounded() {                              // RFC 5321 section 4.5.3.1.6
        ContentCheck tolerant = ContentCheck.ofLines(2000, 1000, BareLineEnds.REFUSE);
        assertThat(check(tolerant, wire("x".repeat(1000)), 500, new ByteArrayOutputStream())).isEmpty();
        assertThat(tolerant.hasOverLongLine()).isTrue();
        assertThat(tolerant.octets()).isEqualTo(1000);
        assertThat(check(ContentCheck.ofLines(2000, 1000, BareLineEnds.REFUSE), wire("x".repeat(1001)), 500, new ByteArrayOutputStream()))
                .contains(Replies.CONTENT_LINE_TOO_LONG);
        assertThat(check(ContentCheck.ofLines(9, 1000, BareLineEnds.REFUSE), wire("12345678~"), 9, new ByteArrayOutputStream()))
                .contains(Replies.TOO_LARGE);
    }

    @Test
    void binaryContentIsOnlyMeasured() {                         // RFC 3030 section 3
        byte[] octets = wire("a<b^NUL" + "x".repeat(5000));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(check(ContentCheck.ofBinary(octets.length), octets, 3, out)).isEmpty();
        assertThat(out.toByteArray()).isEqualTo(octets);
        ContentCheck small = ContentCheck.ofBinary(octets.length - 1);
        small.feed(octets, 0, octets.length, out::write);
        assertThat(small.fault()).contains(Replies.TOO_LARGE);
    }

    @Property(tries = 500)
    void agreesWithTheDecoder(@ForAll("content") String text, @ForAll @IntRange(min = 1, max = 30) int limit, @ForAll BareLineEnds bareLineEnds) {
        byte[] octets = wire(text + "~");
        byte[] ended = wire(text + "~.~");
        ByteArrayOutputStream checked = new ByteArrayOutputStream();
        Optional<Reply> fault = check(ContentCheck.ofLines(limit, 998, bareLineEnds), octets, octets.length / 2, checked);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        DataDecoder decoder = new DataDecoder(limit, 998, bareLineEnds, 1 << 20);
        decoder.feed(ended, 0, ended.length, decoded::write);
        assertThat(decoder.fault()).isEqualTo(fault);
        if (fault.isEmpty()) {
            assertThat(checked.toByteArray()).isEqualTo(decoded.toByteArray());
        }
    }

    @Provide
    Arbitrary<String> content() {
        return Arbitraries.of("~", "x", "^", "<", "NUL", "\t", "0123456789").list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    @Property(tries = 1000)
    void textRunsEndWhereALoopFindsTheirEnd(@ForAll byte[] octets, @ForAll @IntRange(min = 0, max = 9) int from) {
        int start = Math.min(from, octets.length);
        int expected = start;
        while (expected < octets.length && octets[expected] != '\r' && octets[expected] != '\n' && octets[expected] != 0) {
            expected++;
        }
        assertThat(TextRun.end(octets, start, octets.length)).isEqualTo(expected);
        byte[] few = octets.clone();
        for (int i = 0; i < few.length; i++) {
            few[i] = (byte) (few[i] & 0x8f);                     // mostly around the bound, on both sides of the sign
        }
        int all = start;
        for (int end = start; end < few.length; end = all + 1) {
            all = TextRun.end(few, end, few.length);
            for (int i = end; i < all; i++) {
                assertThat(few[i]).isNotIn((byte) '\r', (byte) '\n', (byte) 0);
            }
            assertThat(all == few.length || few[all] == '\r' || few[all] == '\n' || few[all] == 0).isTrue();
        }
    }

    private static Optional<Reply> check(ContentCheck check, byte[] octets, int cut, ByteArrayOutputStream out) {
        check.feed(octets, 0, cut, out::write);
        check.feed(octets, cut, octets.length - cut, out::write);
        return check.finish(out::write);
    }

    private static byte[] wire(String text) {
        return text.replace("~", "\r\n").replace('<', '\r').replace('^', '\n').replace("NUL", "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
