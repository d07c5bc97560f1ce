package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartDecoderTest {
    private static PartDescription part(String encoding) {
        return PartDescription.of(HeaderFields.parse("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding
                + "\r\n"), PartDescription.Place.ORDINARY);
    }

    private static byte[] decoded(String encoding, byte[] octets, int portion) {
        PartDecoder decoder = PartDecoder.of(part(encoding)).orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < octets.length; at += portion) {
            out.writeBytes(decoder.decode(octets, at, Math.min(portion, octets.length - at)));
        }
        out.writeBytes(decoder.finish());
        assertThat(decoder.decoded()).isEqualTo(out.size());
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "base64 ~ SGVsbG8= ~ Hello", "BASE64 ~ S G*V\tsbG8 ~ Hello", "base64 ~ SGVsbG8=SGVsbG8= ~ Hello", "7bit ~ a=41 ~ a=41",
        "quoted-printable ~ a=41=3d=3D ~ aA==", "quoted-printable ~ a= =20 b=x ~ `a=   b=x`", "binary ~ x ~ x",
        "quoted-printable ~ =4 ~ =4", "quoted-printable ~ a=zz ~ a=zz"})
    void undoesTheEncoding(String encoding, String octets, String text) {
        for (int portion = 1; portion < 6; portion++) {
            assertThat(decoded(encoding, octets.getBytes(StandardCharsets.US_ASCII), portion)).asString().isEqualTo(text);
        }
    }

    @Test
    void softLineBreaksMayBeCutAnywhere() {
        byte[] octets = "a= \t\r\nb=\nc=".getBytes(StandardCharsets.US_ASCII);
        for (int portion = 1; portion <= octets.length; portion++) {
            assertThat(decoded("quoted-printable", octets, portion)).asString().isEqualTo("abc");
        }
    }

    @Test
    void anUnknownEncodingIsSaidToBeUnknown() {                 // RFC 3516 section 4.3
        assertThat(PartDecoder.of(part("x-uuencode"))).isEqualTo(Optional.empty());
    }

    @Property(tries = 300)
    void portionsMakeNoDifference(@ForAll @Size(max = 80) List<@IntRange(max = 40) Integer> picks, @ForAll @IntRange(min = 1, max = 9) int portion) {
        String alphabet = "==== \t\r\n\nabcABC019+/_\u00c3\u00a9\u00fc";
        StringBuilder text = new StringBuilder();
        picks.forEach(pick -> text.append(alphabet.charAt(pick % alphabet.length())));
        byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (String encoding : List.of("base64", "quoted-printable", "8bit")) {
            assertThat(decoded(encoding, octets, portion)).isEqualTo(TransferDecoding.decode(encoding, octets));
            assertThat(folded(encoding, octets, portion)).isEqualTo(folded(encoding, octets, 1000));
        }
    }

    private static String folded(String encoding, byte[] octets, int portion) {
        FoldedText text = FoldedText.of(part(encoding));
        StringBuilder folded = new StringBuilder();
        for (int at = 0; at < octets.length; at += portion) {
            folded.append(text.fold(octets, at, Math.min(portion, octets.length - at)));
        }
        return folded.append(text.finish()).toString();
    }
}
