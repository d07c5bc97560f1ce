package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    private static void drain(LineFramer framer, List<String> lines) {
        for (LineFramer.Line line = framer.next(); !(line instanceof LineFramer.Line.Incomplete); line = framer.next()) {
            if (line instanceof LineFramer.Line.Whole whole) {
                lines.add(whole.text().isEmpty() ? "<>" : whole.text());
            } else {
                lines.add(line instanceof LineFramer.Line.TooLong ? "LONG" : "BAD");
            }
        }
    }
}
