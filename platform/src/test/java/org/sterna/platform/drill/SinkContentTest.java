package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SinkContentTest {

    /** How many octets there are up to the final dot and with it, when the input comes in pieces. */
    private static Optional<Integer> end(String text, int piece) {
        ByteBuffer input = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        SinkContent content = new SinkContent();
        while (input.position() < text.length()) {
            ByteBuffer part = input.duplicate().limit(Math.min(text.length(), input.position() + piece));
            boolean ended = content.endsIn(part);
            input.position(part.position());
            if (ended) {
                assertThat(content.beginning()).isEqualTo(text.substring(0, Math.min(16 * 1024, input.position())));
                return Optional.of(input.position());
            }
        }
        return Optional.empty();
    }

    @Test
    void agreesWithASearchForTheDotWhereverItIsCut() {
        Random random = new Random(3);
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(12, 0, 4).forEach(letter -> text.append("a.\r\n".charAt(letter)));
            int dot = ("\r\n" + text).indexOf("\r\n.\r\n");
            Optional<Integer> expected = dot < 0 ? Optional.empty() : Optional.of(dot + 3);
            assertThat(end(text.toString(), 1 + random.nextInt(12))).as(text.toString()).isEqualTo(expected);
            found += dot < 0 ? 0 : 1;
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void remembersNoMoreThanTheBeginning() {
        assertThat(end("x".repeat(40_000) + "\r\n.\r\n", 7_000)).contains(40_005);
    }
}
