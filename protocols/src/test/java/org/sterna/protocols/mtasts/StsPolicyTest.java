package org.sterna.protocols.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsPolicyTest {
    /** RFC 8461 section 3.2. */
    private static final String EXAMPLE = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n";
    private static final StsPolicy READ = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("mail.example.com", "*.example.net", "backupmx.example.com"), Duration.ofDays(7));

    @Test
    void theExampleOfTheRfcIsRead() {
        assertThat(StsPolicy.parse(EXAMPLE)).contains(READ);
        assertThat(StsPolicy.parse(EXAMPLE.replace("\r", ""))).contains(READ);
        assertThat(StsPolicy.parse(EXAMPLE.strip())).contains(READ);
        assertThat(READ.written()).isEqualTo(EXAMPLE);
    }

    @Test
    void whatIsNotKnownIsPassedOverAndTheFirstCounts() {
        assertThat(StsPolicy.parse("x-later: any thing \u00e4\nmax_age:1\nmax_age: 2\nmode: testing  \nmode: none\nversion: STSv1\nversion: 2\nmx: A.Example"))
                .contains(new StsPolicy(StsPolicy.Mode.TESTING, List.of("a.example"), Duration.ofSeconds(1)));
        assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 0\n")).contains(new StsPolicy(StsPolicy.Mode.NONE, List.of(), Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "version: STSv1\nmode: enforce\nmx: a.example", "version: STSv1\nmode: enforce\nmax_age: 1", "mode: enforce\nmx: a.example\nmax_age: 1",
        "version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1", "version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557601", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1",
        "version: STSv1\nmode: enforce\nmx: a.*.example\nmax_age: 1", "version: STSv1\nmode: enforce\nmx: a..example\nmax_age: 1", "version: STSv1\nmode: enforce\nmx:\nmax_age: 1",
        "version: STSv1\n\nmode: enforce\nmx: a.example\nmax_age: 1", "<html>", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 99999999999"})
    void anythingElseIsNone(String text) {
        assertThat(StsPolicy.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mail.example.com, true", "MAIL.Example.com., true", "mx.example.net, true", "example.net, false", "a.mx.example.net, false", "example.com, false",
        "*.example.net, true", "'', false"})
    void hostsAreMatched(String host, boolean allowed) {                 // RFC 8461 section 4.1
        assertThat(READ.allows(host)).isEqualTo(allowed);
    }

    @Test
    void hostilePoliciesAreReadInAMoment() {
        assertThat(StsPolicy.parse("mx: a.example\n".repeat(4000) + EXAMPLE)).isEmpty();
        assertThat(StsPolicy.parse("a".repeat(60_000) + ":")).isEmpty();
        assertThat(StsPolicy.parse("mx: " + "a-".repeat(30_000))).isEmpty();
        assertThat(StsPolicy.parse("x: " + " ".repeat(60_000) + "y")).isEmpty();
    }
}
