package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CasemapTest {
    @Test
    void caseDoesNotCount() {
        assertThat(Casemap.fold("Hello, World 1")).isEqualTo("HELLO, WORLD 1");
        assertThat(Casemap.fold("gr\u00fcn")).isEqualTo(Casemap.fold("GR\u00dcN")).isEqualTo("GRU\u0308N");
        assertThat(Casemap.fold("\u043f\u0440\u0438")).isEqualTo(Casemap.fold("\u041f\u0420\u0418"));
    }

    @Test
    void composedAndDecomposedAreTheSame() {
        assertThat(Casemap.fold("caf\u00e9")).isEqualTo(Casemap.fold("cafe\u0301"));
        assertThat(Casemap.fold("\ufb01ne")).isEqualTo("fiNE");     // decomposed behind the change of case: RFC 5051 section 2
    }

    @Test
    void theExampleOfTheRfc() {                                 // RFC 5051 section 2
        assertThat(Casemap.fold("\u01c4")).isEqualTo("Dz\u030c");
    }

    @Property
    void foldedInPiecesIsFoldedWhole(@ForAll @StringLength(max = 40) String first, @ForAll @StringLength(max = 40) String second) {
        boolean splitsPair = !first.isEmpty() && Character.isHighSurrogate(first.charAt(first.length() - 1))
                && !second.isEmpty() && Character.isLowSurrogate(second.charAt(0));
        if (!splitsPair) {
            assertThat(Casemap.fold(first) + Casemap.fold(second)).isEqualTo(Casemap.fold(first + second));
        }
    }

    @Property
    void foldingOctetsIsFoldingAsciiText(@ForAll @StringLength(max = 60) String any) {
        byte[] octets = any.replaceAll("[^\\x00-\\x7f]", "x").getBytes(StandardCharsets.US_ASCII);
        String text = new String(octets, StandardCharsets.US_ASCII);
        Casemap.foldAscii(octets, 0, octets.length);
        assertThat(new String(octets, StandardCharsets.US_ASCII)).isEqualTo(Casemap.fold(text));
    }
}
