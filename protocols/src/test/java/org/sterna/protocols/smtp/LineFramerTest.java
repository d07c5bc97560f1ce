package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

class LineFramerTest {
    /** Input with {@code \r\n} as {@code ~} and a bare line feed as {@code ^}; lines as words. */
    @ParameterizedTest
    @CsvSource({
        "NOOP~QUIT~, NOOP QUIT",
        "~~, <> <>",
        "MAIL^RCPT~NOOP~, BAD BAD NOOP",
        "NOOP~QUIT, NOOP",
        "NOOP~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx~QUIT~, "
                + "NOOP xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx QUIT",
        "NOOP~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx~QUIT~, NOOP LONG QUIT",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx^xx~QUIT~, LONG QUIT",
        "a^xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx~QUIT~, BAD LONG QUIT",
    })
    void splittingAtAnyOctetChangesNothing(String input, String expected) {
        byte[] octets = input.replace("~", "\r\n").replace("^", "\n").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= octets.length; cut++) {
            LineFramer framer = new LineFramer(64);
            List<String> lines = new ArrayList<>();
            framer.feed(octets, 0, cut);
            drain(framer, lines);
            framer.feed(octets, cut, octets.length - cut);
            drain(framer, lines);
            assertThat(String.join(" ", lines)).as("cut at %d", cut).isEqualTo(expected);
        }
        LineFramer framer = new LineFramer(64);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < octets.length; i++) {
            framer.feed(octets, i, 1);
            drain(framer, lines);
        }
        assertThat(String.join(" ", lines)).as("octet by octet").isEqualTo(expected);
    }

    @Test
    void tellsWhatWasReadAhead() {                               // RFC 3207 section 4.2
        LineFramer framer = new LineFramer(512);
        byte[] octets = "STARTTLS\r\nMAIL FROM:<>\r\n".getBytes(StandardCharsets.US_ASCII);
        framer.feed(octets, 0, octets.length);
        assertThat(framer.next()).isEqualTo(new LineFramer.Line.Whole("STARTTLS"));
        assertThat(framer.unread()).isEqualTo(14);
        assertThat(framer.takeUnread()).asString().isEqualTo("MAIL FROM:<>\r\n");
        assertThat(framer.unread()).isZero();
        assertThat(framer.next()).isInstanceOf(LineFramer.Line.Incomplete.class);
    }

    @Test
    void endlessLineTakesNoMemory() {
        LineFramer framer = new LineFramer(512);
        byte[] chunk = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);
        int tooLong = 0;
        for (int i = 0; i < 1000; i++) {
            framer.feed(chunk, 0, chunk.length);
            tooLong += framer.next() instanceof LineFramer.Line.TooLong ? 1 : 0;
            framer.next();
        }
        assertThat(tooLong).isEqualTo(1);
        assertThat(framer.unread()).isLessThanOrEqualTo(1);
    }

    @Test
    void tellsWhetherOctetsFollow() {                            // RFC 2920 section 3.1
        LineFramer framer = new LineFramer(512);
        byte[] octets = "NOOP\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII);
        framer.feed(octets, 0, octets.length);
        assertThat(framer.hasUnread()).isTrue();
        framer.next();
        assertThat(framer.hasUnread()).isTrue();
        framer.next();
        assertThat(framer.hasUnread()).isFalse();
        assertThat(framer.next()).isInstanceOf(LineFramer.Line.Incomplete.class);
    }

    @Test
    void linesThatAreNotTakenYetAreKept() {
        LineFramer framer = new LineFramer(64);
        byte[] octets = "NOOP\r\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < octets.length; i++) {
            framer.feed(octets, i, 1);
        }
        assertThat(framer.unread()).isEqualTo(octets.length);
        List<String> lines = new ArrayList<>();
        drain(framer, lines);
        assertThat(lines).hasSize(50_000).containsOnly("NOOP");
        assertThat(framer.unread()).isZero();
        framer.feed(octets, 0, 6);
        assertThat(framer.next()).as("behind the burst").isEqualTo(new LineFramer.Line.Whole("NOOP"));
    }

    @Property(tries = 500)
    void chunksNeverMatter(@ForAll("commands") String input, @ForAll @IntRange(min = 1, max = 40) int chunk, @ForAll boolean late) {
        byte[] octets = input.replace("~", "\r\n").replace("^", "\n").replace("<", "\r").getBytes(StandardCharsets.US_ASCII);
        LineFramer one = new LineFramer(64);
        List<String> atOnce = new ArrayList<>();
        one.feed(octets, 0, octets.length);
        drain(one, atOnce);
        LineFramer many = new LineFramer(64);
        List<String> inParts = new ArrayList<>();
        for (int at = 0; at < octets.length; at += chunk) {
            many.feed(octets, at, Math.min(chunk, octets.length - at));
            if (late) {
                take(many.next(), inParts);
            } else {
                drain(many, inParts);
            }
        }
        drain(many, inParts);
        assertThat(inParts).isEqualTo(atOnce);
    }

    @Provide
    Arbitrary<String> commands() {
        return Arbitraries.of("NOOP~", "x", "~", "^", "<", "\t", "y".repeat(31), "z".repeat(62), "w".repeat(70)).list().ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static void drain(LineFramer framer, List<String> lines) {
        LineFramer.Line line = framer.next();
        while (take(line, lines)) {
            line = framer.next();
        }
    }

    private static boolean take(LineFramer.Line line, List<String> lines) {
        if (line instanceof LineFramer.Line.Whole whole) {
            return lines.add(whole.text().isEmpty() ? "<>" : whole.text());
        }
        return !(line instanceof LineFramer.Line.Incomplete) && lines.add(line instanceof LineFramer.Line.TooLong ? "LONG" : "BAD");
    }
}
