package org.sterna.platform.drill.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NumberedMessageTest {
    private final NumberedMessage messages = new NumberedMessage("run1", Instant.EPOCH);

    @Test
    void tellsItsNumber() {
        String text = new String(messages.octets(42), ISO_8859_1);
        assertThat(messages.number(text)).isEqualTo(42);
        assertThat(messages.number("Message-ID: " + messages.id(7))).isEqualTo(7);
        assertThat(new NumberedMessage("run2", Instant.EPOCH).number(text)).isZero();
        assertThat(messages.number("Subject: hello\r\n\r\n" + text)).as("in the body").isZero();
    }

    @Test
    void hasNoLineThatBeginsWithADot() {
        for (int number = 1; number < 200; number++) {
            assertThat(new String(messages.octets(number), ISO_8859_1)).doesNotContain("\r\n.").endsWith("\r\n").doesNotMatch("(?s).*[^\\r]\\n.*");
        }
    }

    @Test
    void knowsItsOwnOctetsBehindTraceFields() {
        byte[] sent = messages.octets(5);
        byte[] stored = ("Return-Path: <>\r\nReceived: by x\r\n" + new String(sent, US_ASCII)).getBytes(US_ASCII);
        assertThat(messages.isIntact(5, sent)).isTrue();
        assertThat(messages.isIntact(5, stored)).isTrue();
        assertThat(messages.isIntact(6, stored)).isFalse();
        stored[stored.length - 4]++;
        assertThat(messages.isIntact(5, stored)).isFalse();
        assertThat(messages.isIntact(5, Arrays.copyOf(sent, sent.length - 1))).isFalse();
    }
}
