package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldedTextTest {
    /** Finds out what it is from the first octets it sees, and that is all there is to say about it. */
    private static final Set<String> GUESSING = Set.of("x-JISAutoDetect");

    private static String folded(String charset, byte[] octets, int portion) {
        PartDescription part = PartDescription.of(HeaderFields.parse("Content-Type: text/plain; charset=\"" + charset + "\"\r\n"),
                PartDescription.Place.ORDINARY);
        FoldedText text = FoldedText.of(part);
        StringBuilder folded = new StringBuilder();
        for (int at = 0; at < octets.length; at += portion) {
            folded.append(text.fold(octets, at, Math.min(portion, octets.length - at)));
        }
        return folded.append(text.finish()).toString();
    }

    @Test
    void noiseInAnyCharsetIsTextHoweverItIsCut() {
        Random random = new Random(7);
        for (String charset : Charset.availableCharsets().keySet()) {
            for (int i = 0; i < 20; i++) {
                byte[] octets = new byte[60];
                random.nextBytes(octets);
                octets[random.nextInt(60)] = 0x1b;
                String whole = folded(charset, octets, 1000);
                for (int portion : new int[] {1, 2, 7}) {
                    String cut = folded(charset, octets, portion);
                    if (!GUESSING.contains(charset)) {
                        assertThat(cut).as("%s in portions of %d", charset, portion).isEqualTo(whole);
                    }
                }
            }
        }
    }

    @Test
    void namesOfSendersMeanSupersets() {
        assertThat(folded("gb2312", new byte[] {(byte) 0x81, 0x30, (byte) 0x81, 0x30}, 1)).isEqualTo("\u0080");
        assertThat(folded("ks_c_5601-1987", new byte[] {(byte) 0xb0, (byte) 0xa1}, 1)).isEqualTo(Casemap.fold("\uac00"));
        assertThat(folded("no-such", new byte[] {'a', (byte) 0xe9}, 1)).isEqualTo("AE\u0301");
    }
}
