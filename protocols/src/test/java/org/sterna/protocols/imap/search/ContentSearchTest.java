package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.message.Casemap;

class ContentSearchTest {
    private static final String MULTIPART = """
            From: a@example.org
            Content-Type: multipart/mixed; boundary=b

            preamble word
            --b
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: base64
            X-Part: inside

            %s
            --b
            Content-Type: message/rfc822

            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=

            embedded text
            --b
            Content-Type: application/octet-stream; name=word.bin

            binary word
            --b--
            epilogue word
            """.formatted(Base64.getEncoder().encodeToString("na\u00efve caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)));

    private static boolean matches(Letter message, String keys) {
        SearchProgram program = Letter.program(keys);
        boolean whole = message.matches(program, 1 << 20);
        for (int portion : new int[] {1, 2, 3, 7, 64}) {
            assertThat(message.matches(program, portion)).as("portions of %d", portion).isEqualTo(whole);
        }
        return whole;
    }

    @Test
    void partsAreDecoded() {
        Letter message = Letter.of(1, MULTIPART);
        assertThat(matches(message, "BODY \"NA\u00cfVE CAF\"")).isTrue();
        assertThat(matches(message, "BODY \"embedded TEXT\"")).isTrue();
        assertThat(matches(message, "TEXT \"gr\u00fc\u00dfe\"")).isTrue();
        assertThat(matches(message, "TEXT \"x-part: inside\"")).isTrue();
    }

    @Test
    void bodyLooksAtNoHeaderAndTextPartsOnly() {                   // RFC 9051 section 6.4.4
        Letter message = Letter.of(1, MULTIPART);
        assertThat(matches(message, "BODY \"gr\u00fc\u00dfe\"")).isFalse();
        assertThat(matches(message, "BODY inside")).isFalse();
        assertThat(matches(message, "TEXT \"binary word\"")).isFalse();
        assertThat(matches(message, "HEADER X-Part inside")).isFalse();
    }

    @Test
    void onlyWhatCanDecideIsAskedFor() {
        Letter message = Letter.of(1, MULTIPART);
        ContentSearch search = Letter.program("BODY nothing").content(message, message.summary().structure());
        assertThat(search.position()).isEqualTo(MULTIPART.indexOf("bmHvdmU"));
        search.feed(message.content(), (int) search.position(), (int) search.wanted());
        assertThat(search.position()).isEqualTo(MULTIPART.indexOf("embedded"));
        assertThat(search.isDone()).isFalse();
        assertThatThrownBy(search::matches).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> search.feed(message.content(), 0, 100)).isInstanceOf(IllegalArgumentException.class);
        search.end();
        assertThat(search.isDone()).isTrue();
        assertThat(search.matches()).isFalse();
        assertThat(search.wanted()).isZero();
    }

    @Test
    void itEndsAsSoonAsItIsDecided() {
        Letter message = Letter.of(1, "Subject: x\r\n\r\nneedle" + " hay".repeat(100_000));
        ContentSearch search = Letter.program("BODY needle").content(message, message.summary().structure());
        search.feed(message.content(), (int) search.position(), 100);
        assertThat(search.isDone()).isTrue();
        assertThat(search.matches()).isTrue();
    }

    @Test
    void textAtTheEndOfALongBodyIsFound() {
        byte[] content = ("Subject: x\r\n\r\n" + "hay ".repeat(3_000_000) + "needle in it").getBytes(StandardCharsets.US_ASCII);
        Letter message = Letter.of(1, content);
        assertThat(message.matches(Letter.program("BODY \"needle in it\""), 64 * 1024)).isTrue();
        assertThat(message.matches(Letter.program("NOT BODY \"needle on it\""), 64 * 1024)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "ISO-2022-JP", "Shift_JIS", "EUC-JP", "UTF-16", "GB18030", "KOI8-R"})
    void charsetsAreDecodedHoweverTheyAreCut(String name) {
        Charset charset = Charset.forName(name);
        String text = charset.newEncoder().canEncode('\u65e5') ? "xx \u65e5\u672c\u8a9e yy" : charset.newEncoder().canEncode('\u043f')
                ? "xx \u043f\u0440\u0438 yy" : "xx na\u00efve yy";
        byte[] head = ("Content-Type: text/plain; charset=" + name + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = text.getBytes(charset);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        Letter message = Letter.of(1, content);
        assertThat(matches(message, "BODY \"" + text.substring(3, text.length() - 2) + "Y\"")).isTrue();
        assertThat(matches(message, "BODY \"" + text.substring(3, text.length() - 2) + "Z\"")).isFalse();
    }

    @Test
    void unnamedCharsetsAreUtf8OrElseLatin() {
        Letter latin = Letter.of(1, "Subject: x\r\n\r\ncaf\u00e9 noir".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(matches(latin, "BODY \"caf\u00e9 NOIR\"")).isTrue();
        Letter utf8 = Letter.of(1, "Subject: x\r\n\r\ncaf\u00e9 noir");
        assertThat(matches(utf8, "BODY \"caf\u00e9 NOIR\"")).isTrue();
    }

    @Property(tries = 300)
    void portionsMakeNoDifference(@ForAll @Size(max = 80) List<@IntRange(max = 3) Integer> letters,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 3) Integer> wanted, @ForAll @IntRange(min = 1, max = 9) int portion) {
        String body = text(letters);
        Letter message = Letter.of(1, "Subject: x\r\n\r\n" + body);
        boolean expected = Casemap.fold(body).contains(Casemap.fold(text(wanted)));
        SearchProgram program = Letter.program("BODY \"" + text(wanted) + "\"");
        assertThat(message.matches(program, portion)).isEqualTo(expected);
        assertThat(message.matches(Letter.program("NOT BODY \"" + text(wanted) + "\""), portion)).isEqualTo(!expected);
    }

    private static String text(List<Integer> letters) {
        StringBuilder text = new StringBuilder();
        letters.forEach(letter -> text.append("aA\u00e9b".charAt(letter)));
        return text.toString();
    }
}
