package org.sterna.protocols.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopLinesTest {
    @ParameterizedTest
    @CsvSource({
        "A: 1~B: 2~~one~two~~three~, 0, A: 1~B: 2~~",
        "A: 1~B: 2~~one~two~~three~, 1, A: 1~B: 2~~one~",
        "A: 1~B: 2~~one~two~~three~, 3, A: 1~B: 2~~one~two~~",
        "A: 1~B: 2~~one~two~~three~, 9, A: 1~B: 2~~one~two~~three~",
        "A: 1~no end, 2, A: 1~no end",
    })
    void splittingAtAnyOctetChangesNothing(String message, int lines, String top) {   // RFC 1939 section 7
        byte[] octets = message.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= octets.length; cut++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TopLines topLines = new TopLines(lines);
            topLines.feed(octets, 0, cut, out::write);
            boolean more = topLines.feed(octets, cut, octets.length - cut, out::write);
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(top.replace("~", "\r\n"));
            assertThat(more).isEqualTo(lines == 9 || message.endsWith("end"));
        }
    }
}
