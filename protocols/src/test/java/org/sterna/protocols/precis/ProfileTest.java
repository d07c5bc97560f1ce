package org.sterna.protocols.precis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.protocols.precis.Profile.OPAQUE_STRING;
import static org.sterna.protocols.precis.Profile.USERNAME_CASE_PRESERVED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    @ParameterizedTest                                           // RFC 8265 section 3.6, table 1
    @CsvSource({"juliet@example.com, juliet@example.com", "fussball, fussball", "fu\u00dfball, fu\u00dfball", "\u03c0, \u03c0", "\u03a3, \u03a3",
        "\u03c3, \u03c3", "\u03c2, \u03c2", "Juliet@Example.COM, Juliet@Example.COM", "\uff2auliet, Juliet", "e\u0301, \u00e9",
        "foo bar, foo bar", "l\u00b7l, l\u00b7l", "\u05d0\u05d1, \u05d0\u05d1"})
    void names(String text, String enforced) {
        assertThat(USERNAME_CASE_PRESERVED.enforce(text)).contains(enforced);
    }

    @ParameterizedTest                                           // RFC 8265 section 3.6, table 2, and more of RFC 8264 section 8
    @ValueSource(strings = {"", "henry\u2163", "\u221e", " a", "a ", "a  b", "a\tb", "a\u00adb", "a\u200db", "a\u200bb", "\ue000", "\ufffe", "a\u00b7b",
        "\u05d0a", "a\u05d0", "\u0661\u0662", "\u05d0\u0661\u06f1", "\u1100", "a\u2028b", "\u0640"})
    void noNames(String text) {
        assertThat(USERNAME_CASE_PRESERVED.enforce(text)).isEmpty();
    }

    @Test
    void caseIsKeptWhereItMatters() {
        assertThat(USERNAME_CASE_PRESERVED.enforce("Juliet@\uff25xample.com")).contains("Juliet@Example.com");
    }

    @ParameterizedTest                                           // RFC 8265 section 4.3, table 3
    @CsvSource({"correct horse battery staple, correct horse battery staple", "Correct Horse Battery Staple, Correct Horse Battery Staple",
        "\u03c0\u00df\u00e5, \u03c0\u00df\u00e5", "Jack of \u2666s, Jack of \u2666s", "foo\u1680bar, foo bar", "e\u0301, \u00e9", "\uff21, \uff21"})
    void passwords(String text, String enforced) {
        assertThat(OPAQUE_STRING.enforce(text)).contains(enforced);
    }

    @ParameterizedTest                                           // RFC 8265 section 4.3, table 4
    @ValueSource(strings = {"", "my cat is a \tby", "a\0b", "a\ue000", "a\ud800"})
    void noPasswords(String text) {
        assertThat(OPAQUE_STRING.enforce(text)).isEmpty();
    }

    @Test
    void everyProfileIsStable() {                                // RFC 8264 section 7: enforcing twice changes nothing
        List<String> unstable = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
                String text = "a" + Character.toString(point);
                Optional<String> once = profile.enforce(text);
                if (once.isPresent() && !profile.enforce(once.get()).equals(once)) {
                    unstable.add(profile + " " + Integer.toHexString(point));
                }
            }
        }
        assertThat(unstable).isEmpty();
    }
}
