package org.sterna.protocols.dsn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReturnedMessageTest {
    private static String header(String message) {
        return new String(ReturnedMessage.headerSectionOf(message.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    @Test
    void cutsTheHeaderSectionOff() {                             // RFC 5322 section 2.1
        assertThat(header("A: 1\r\nB: \u00e9\r\n\r\nbody\r\n\r\nmore")).isEqualTo("A: 1\r\nB: \u00e9\r\n");
        assertThat(header("A: 1\r\n")).isEqualTo("A: 1\r\n");
        assertThat(header("\r\nbody\r\n\r\n")).isEmpty();
    }
}
