package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** {@link HeaderSplitter} and {@link HeaderFieldFilter} against {@link HeaderFields}, which has the whole section. */
class HeaderPortionsTest {
    private static List<HeaderField> split(byte[] section, int portion) {
        List<HeaderField> fields = new ArrayList<>();
        HeaderSplitter splitter = new HeaderSplitter(fields::add);
        for (int at = 0; at < section.length; at += portion) {
            splitter.feed(section, at, Math.min(portion, section.length - at));
        }
        splitter.finish();
        return fields;
    }

    private static String filtered(byte[] section, int portion) {
        HeaderFieldFilter filter = new HeaderFieldFilter(name -> name.equalsIgnoreCase("a") || name.equalsIgnoreCase("ab"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < section.length; at += portion) {
            out.writeBytes(filter.filter(section, at, Math.min(portion, section.length - at)));
        }
        out.writeBytes(filter.finish());
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String expected(byte[] section) {
        return HeaderFields.parse(section).select(name -> name.equalsIgnoreCase("a") || name.equalsIgnoreCase("ab")).raw() + "\r\n";
    }

    @Test
    void foldedFieldsStayWhole() {
        byte[] section = "A: 1\r\n 2\r\nB: 3\r\nab : 4\n\t5\r\n\r\nA: body\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int portion = 1; portion <= section.length; portion++) {
            assertThat(filtered(section, portion)).isEqualTo("A: 1\r\n 2\r\nab : 4\n\t5\r\n\r\n");
            assertThat(split(section, portion)).isEqualTo(HeaderFields.parse(section).fields());
        }
    }

    @Test
    void aMissingLineEndIsAdded() {
        assertThat(filtered("A: 1".getBytes(StandardCharsets.US_ASCII), 3)).isEqualTo("A: 1\r\n\r\n");
        assertThat(filtered(new byte[0], 3)).isEqualTo("\r\n");
    }

    @Test
    void aFieldOfAnyLengthComesInPieces() {
        byte[] section = ("X: " + "word ".repeat(200_000) + "\r\nY: 1\r\n").getBytes(StandardCharsets.US_ASCII);
        List<HeaderField> fields = split(section, 5000);
        assertThat(fields).hasSizeGreaterThan(10).allMatch(field -> field.raw().length() < 40_000);
        assertThat(fields.get(fields.size() - 1).name()).isEqualTo("Y");
        assertThat(fields.subList(0, fields.size() - 1)).allMatch(field -> field.name().equals("X"));
    }

    @Property(tries = 500)
    void portionsMakeNoDifference(@ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> picks, @ForAll @IntRange(min = 1, max = 9) int portion) {
        String alphabet = "aaabbAB:::  \t\r\n\n\u007f\u00e9x";
        StringBuilder text = new StringBuilder();
        picks.forEach(pick -> text.append(alphabet.charAt(pick % alphabet.length())));
        byte[] section = text.toString().replaceFirst("^[ \t]+", "").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(filtered(section, portion)).isEqualTo(expected(section));
        assertThat(split(section, portion)).isEqualTo(HeaderFields.parse(section).fields());
    }
}
