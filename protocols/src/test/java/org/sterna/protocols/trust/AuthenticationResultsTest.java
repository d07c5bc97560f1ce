package org.sterna.protocols.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationResultsTest {
    private static final String US = "mail.example.org";

    @Test
    void nothingWasAsked() {                                    // RFC 8601 appendix B.2
        AuthenticationResults none = new AuthenticationResults(US, List.of());
        assertThat(none.field()).isEqualTo("Authentication-Results: mail.example.org; none\r\n");
        assertThat(AuthenticationResults.parse(" example.org 1; none")).contains(new AuthenticationResults("example.org", List.of()));
    }

    @Test
    void severalResults() {                                     // RFC 8601 appendix B.5
        AuthenticationResults read = AuthenticationResults.parse("""
                 example.com;
                       dkim=pass reason="good signature"
                         header.i=@mail-router.example.net;
                       dkim=fail reason="bad signature"
                         header.i=@newyork.example.com
                """.replace("\n", "\r\n")).orElseThrow();
        assertThat(read).isEqualTo(new AuthenticationResults("example.com", List.of(
                MethodResult.of("dkim", "pass").because("good signature").with("header", "i", "@mail-router.example.net"),
                MethodResult.of("dkim", "fail").because("bad signature").with("header", "i", "@newyork.example.com"))));
    }

    @Test
    void commentsAnywhere() {                                   // RFC 8601 appendix B.7
        AuthenticationResults read = AuthenticationResults.parse("""
                 foo.example.net (foobar) 1 (baz);
                    dkim (Because I like it) / 1 (One yay) = (wait for it) fail
                      policy (A dot can go here) . (like that) expired
                      (this surprised me) = (as I wasn't expecting it) 1362471462
                """).orElseThrow();
        assertThat(read).isEqualTo(new AuthenticationResults("foo.example.net",
                List.of(MethodResult.of("dkim", "fail").with("policy", "expired", "1362471462"))));
        assertThat(read.results().get(0).property("policy", "expired")).contains("1362471462");
    }

    @Test
    void whatIsWrittenIsRead() {
        AuthenticationResults results = new AuthenticationResults(US, List.of(
                MethodResult.of("spf", "pass").with("smtp", "mailfrom", "example.net"),
                MethodResult.of("dkim", "fail").because("it \"says\" \\ so; (really)").with("header", "d", "example.net").with("header", "i", "\"a b\"@example.net")
                        .with("header", "b", "abc/+d==").with("header", "s", "2026._sel"),
                MethodResult.of("dmarc", "none").with("header", "from", "user@example.net")));
        String field = results.field();
        assertThat(field).startsWith("Authentication-Results: mail.example.org;\r\n\tspf=pass smtp.mailfrom=example.net;\r\n\tdkim=fail ").endsWith("\r\n");
        assertThat(AuthenticationResults.parse(field.substring(field.indexOf(':') + 1))).contains(results);
        assertThat(results.field("ARC-Authentication-Results: i=1; ")).startsWith("ARC-Authentication-Results: i=1; mail.example.org;\r\n");
    }

    @Test
    void noLineIsTooLongAndNothingEndsTheField() {
        AuthenticationResults results = new AuthenticationResults(US, List.of(
                MethodResult.of("spf", "fail").because("x\r\nSubject: \u20ac" + "\"".repeat(5000)).with("smtp", "helo", "h".repeat(5000))));
        assertThat(Arrays.stream(results.field().split("\r\n"))).allMatch(line -> line.length() < 998 && (line.startsWith("\t") || line.startsWith("Auth")));
    }

    @ParameterizedTest
    @ValueSource(strings = {" mail.example.org; spf=pass", "MAIL.example.org 1; none", "(x) mail.example.org(y);none", "\"mail.example.org\"; none",
        "mail.example.org; garbage (((", "mail.example.org", "mail.example.org 2; spf=pass", "other.example 2; spf=pass", "", "(never ends mail.example.org; spf=pass",
        ";spf=pass", "mail.example.org/1; spf=pass", "\r\n\tmail.example.org;\r\n\tspf=pass"})
    void claimsToBeOurs(String content) {
        assertThat(AuthenticationResults.claims(content, US)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.example.net; spf=pass", "example.org; none", "mx.mail.example.org 1; spf=pass reason=\"mail.example.org; spf=fail\""})
    void isSomebodyElses(String content) {
        assertThat(AuthenticationResults.claims(content, US)).isFalse();
    }

    @Test
    void namesOfBothFormsAreTheSame() {                         // RFC 8601 section 5
        assertThat(AuthenticationResults.claims("mx.b\u00fccher.example; none", "mx.xn--bcher-kva.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "a.example;", "a.example; spf", "a.example; spf=", "a.example; spf=pass smtp", "a.example; spf=pass smtp.x", "a.example; =pass",
        "a.example; spf=pass smtp.x=\"open", "a.example; none; spf=pass;;", "a.example; spf=pass (", "a b; spf=pass"})
    void malformed(String content) {
        assertThat(AuthenticationResults.parse(content)).isEmpty();
    }

    @Test
    void noiseIsReadInOnePass() {
        Random random = new Random(8);
        String alphabet = "a.1;=()\"\\ \r\n\t@/-x";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder noise = new StringBuilder(round % 2 == 0 ? "a.example;" : "");
            random.ints(random.nextInt(40), 0, alphabet.length()).forEach(each -> noise.append(alphabet.charAt(each)));
            AuthenticationResults.parse(noise.toString()).ifPresent(read -> {
                String field = read.field();
                assertThat(AuthenticationResults.parse(field.substring(field.indexOf(':') + 1)).orElseThrow().results()).hasSameSizeAs(read.results());
            });
        }
        assertThat(AuthenticationResults.parse("a.example" + "; x=y".repeat(100_000))).isEmpty();
    }
}
