package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageSummaryCodecTest {
    private static final String MESSAGE = """
            Subject: s\r
            Content-Type: text/html; charset=utf-8\r
            \r
            <b>hi</b>\r
            """;
    /** A summary as version 1 stores it. It must stay readable. */
    private static final String STORED_VERSION_1 = "0100685375626a6563743a20730d0a436f6e74656e742d547970653a20746578742f"
            + "68746d6c3b20636861727365743d7574662d380d0a0000360b0100020103050a00026869";

    private static MessageSummary summary() {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(MESSAGE.getBytes(StandardCharsets.US_ASCII));
        return scanner.finish();
    }

    @Test
    void versionOneStaysReadable() {
        assertThat(HexFormat.of().formatHex(MessageSummaryCodec.encode(summary()))).isEqualTo(STORED_VERSION_1);
        assertThat(MessageSummaryCodec.decode(HexFormat.of().parseHex(STORED_VERSION_1))).isEqualTo(summary());
    }

    @Test
    void damagedOctetsAreRefused() {
        byte[] octets = MessageSummaryCodec.encode(summary());
        for (int length = 0; length < octets.length; length++) {
            byte[] cut = Arrays.copyOf(octets, length);
            assertThatThrownBy(() -> MessageSummaryCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        octets[0] = 99;
        assertThatThrownBy(() -> MessageSummaryCodec.decode(octets)).hasMessageContaining("version 99");
    }

    @Test
    void randomDamageEndsInNothingWorse() {
        Random random = new Random(1);
        byte[] good = MessageSummaryCodec.encode(summary());
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = good.clone();
            octets[1 + random.nextInt(octets.length - 1)] = (byte) random.nextInt();
            try {
                assertThat(MessageSummaryCodec.decode(octets)).isNotNull();
            } catch (IllegalArgumentException expected) {
                assertThat(expected).isExactlyInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
