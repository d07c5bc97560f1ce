package org.sterna.protocols.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/** What the openspf project's suite does not say: identities, the examples of macros, and how much work a hostile domain can cause. */
class SpfCheckTest {
    private static final SpfClient CLIENT = new SpfClient(SuiteZone.address("192.0.2.3"), "mx.example.org", "mail.example.net", Instant.ofEpochSecond(7));
    /** 10 terms, the record itself, and for each term a question and 10 hosts. */
    private static final int MOST_QUESTIONS = 1 + 10 * 11;

    private final Map<String, List<Object>> zone = new HashMap<>();

    private void put(String name, Map<String, Object> record) {
        zone.computeIfAbsent(name, key -> new ArrayList<>()).add(record);
    }

    private void txt(String name, String text) {
        put(name, Map.of("TXT", text));
    }

    private SpfVerdict check(SuiteZone dns, SpfQuestion question) {
        return new SpfCheck(dns).check(question).toCompletableFuture().join();
    }

    private SpfVerdict check(SpfQuestion question) {
        return check(new SuiteZone(zone), question);
    }

    private static SpfQuestion from(String path) {
        return CLIENT.askMailFrom(ReversePath.parse(path, AddressForm.UTF8).orElseThrow());
    }

    @Test
    void theNullReversePathIsThePostmasterOfTheClientsName() {
        txt("mx.example.org", "v=spf1 exists:%{l}.%{o}.list.example.org -all");
        put("postmaster.mx.example.org.list.example.org", Map.of("A", "127.0.0.2"));
        assertThat(check(CLIENT.askMailFrom(NullReversePath.NULL)).result()).isEqualTo(SpfResult.PASS);
        assertThat(check(CLIENT.askHelo()).result()).isEqualTo(SpfResult.PASS);
    }

    @Test
    void internationalizedDomainsAreAskedForAsALabels() {
        txt("xn--bcher-kva.example", "v=spf1 ip4:192.0.2.0/24 -all");
        assertThat(check(from("<a@b\u00fccher.example>")).result()).isEqualTo(SpfResult.PASS);
    }

    @Test
    void aLocalPartOutsideAsciiMatchesNoTermThatHasIt() {       // RFC 8616 section 4
        txt("example.org", "v=spf1 exists:%{l}.x.example.org exists:%{S}.x.example.org exists:%{L}.x.example.org ~all");
        assertThat(check(from("<\u00e4@example.org>")).result()).isEqualTo(SpfResult.SOFTFAIL);
    }

    /** RFC 7208 section 7.4. */
    @ParameterizedTest
    @CsvSource({"%{s},strong-bad@email.example.com", "%{o},email.example.com", "%{d},email.example.com", "%{d4},email.example.com",
        "%{d3},email.example.com", "%{d2},example.com", "%{d1},com", "%{dr},com.example.email", "%{d2r},example.email", "%{l},strong-bad",
        "%{l-},strong.bad", "%{lr},strong-bad", "%{lr-},bad.strong", "%{l1r-},strong", "%{ir}.%{v}._spf.%{d2},3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2},bad.strong.lp._spf.example.com", "%{lr-}.lp.%{ir}.%{v}._spf.%{d2},bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
        "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2},3.2.0.192.in-addr.strong.lp._spf.example.com", "%{d2}.trusted-domains.example.net,example.com.trusted-domains.example.net",
        "%{t} %{r} %{c},7 mail.example.net 192.0.2.3", "%{d999999999999},email.example.com", "%%%_%-,% %20"})
    void macros(String text, String expanded) throws BadRecordException {
        MacroExpansion expansion = new MacroExpansion(from("<strong-bad@email.example.com>"), "email.example.com", "");
        assertThat(expansion.text(MacroParser.explanation(text), 400)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::cb01,2001:db8::cb01", "::1,::1", "1::,1::", "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1", "2001:0:0:1:0:0:0:1,2001:0:0:1::1"})
    void readableAddresses(String address, String readable) {
        assertThat(Addresses.readable(SuiteZone.address(address))).isEqualTo(readable);
    }

    @Test
    void anExplanationIsCut() {
        txt("example.org", "v=spf1 -all exp=why.example.org");
        txt("why.example.org", "%{s} ".repeat(10_000));
        assertThat(check(from("<a@example.org>")).explanation().orElseThrow()).hasSize(SpfCheck.MAX_EXPLANATION).startsWith("a@example.org a@");
    }

    @Test
    void includesThatGrowExponentiallyAskTenTimes() {
        for (int i = 0; i < 40; i++) {
            txt("n" + i + ".example.org", "v=spf1 include:n" + (i + 1) + ".example.org include:n" + (i + 1) + ".example.org ~all");
        }
        txt("n40.example.org", "v=spf1 -all");
        assertWork("n0.example.org", SpfResult.PERMERROR, 11);
    }

    @Test
    void includesInABreadthOfAThousandAskTenTimes() {
        txt("example.org", "v=spf1" + " include:n.example.org".repeat(1000) + " ~all");
        txt("n.example.org", "v=spf1 -all");
        assertWork("example.org", SpfResult.PERMERROR, 11);
    }

    @Test
    void aLoopOfIncludesAndRedirectsEnds() {
        txt("example.org", "v=spf1 include:b.example.org redirect=b.example.org");
        txt("b.example.org", "v=spf1 redirect=example.org");
        assertWork("example.org", SpfResult.PERMERROR, 11);
    }

    @Test
    void mailHostsOfAVictimAreAskedForAHundredTimesAtMost() {
        txt("example.org", "v=spf1" + " mx:many.example.org".repeat(20) + " ~all");
        for (int i = 0; i < 10; i++) {
            put("many.example.org", Map.of("MX", List.of(i, "h" + i + ".victim.example")));
        }
        put("h0.victim.example", Map.of("A", "198.51.100.1"));
        assertWork("example.org", SpfResult.PERMERROR, MOST_QUESTIONS);
    }

    @Test
    void namesThatDoNotExistEndItAtTheThird() {
        txt("example.org", "v=spf1 a:a.victim.example a:b.victim.example a:c.victim.example a:d.victim.example ~all");
        assertWork("example.org", SpfResult.PERMERROR, 4);
    }

    @Test
    void mailHostsThatDoNotExistCountAsOneTerm() {
        txt("example.org", "v=spf1 mx:m1.example.org mx:m2.example.org ~all");
        for (String name : List.of("m1.example.org", "m2.example.org")) {
            put(name, Map.of("MX", List.of(1, "a.victim.example")));
            put(name, Map.of("MX", List.of(2, "b.victim.example")));
        }
        assertWork("example.org", SpfResult.SOFTFAIL, 7);
    }

    @Test
    void theClientsNamesAreAskedForOnce() {
        txt("example.org", "v=spf1 exists:%{p}.a.example.org exists:%{p}.b.example.org ptr:c.example.org ~all");
        put("unknown.a.example.org", Map.of("TXT", "x"));
        put("unknown.b.example.org", Map.of("TXT", "x"));
        for (int i = 0; i < 5000; i++) {
            put("3.2.0.192.in-addr.arpa", Map.of("PTR", "h" + i + ".victim.example"));
        }
        assertWork("example.org", SpfResult.SOFTFAIL, 1 + 1 + 10 + 2);
    }

    @Test
    void anAnswerOf64KiBIsReadAtOnce() {
        String networks = " ip4:198.51.100.7".repeat(3800);
        txt("example.org", "v=spf1" + networks + " ip4:192.0.2.3 -all");
        assertWork("example.org", SpfResult.PASS, 1);
    }

    @Test
    void aRecordOf64KiBOfMacrosIsExpandedOnlyAsFarAsANameGoes() {
        txt("example.org", "v=spf1 exists:" + "%{s}".repeat(16_000) + ".example.org ~all");
        assertWork("example.org", SpfResult.SOFTFAIL, 2);
    }

    @Test
    void aRecordOf64KiBWithoutSenseIsAnError() {
        for (String noise : List.of("%{", "(", "=", ":", "/", ".", "a:/", "\u0000", "%{s", "exp=", "1")) {
            zone.clear();
            txt("example.org", "v=spf1 " + noise.repeat(64 * 1024 / noise.length()));
            assertWork("example.org", SpfResult.PERMERROR, 1);
        }
    }

    @Test
    void thousandsOfTextsAreLookedThrough() {
        for (int i = 0; i < 5000; i++) {
            txt("example.org", "verification=" + i);
        }
        txt("example.org", "v=spf1 -all");
        assertWork("example.org", SpfResult.FAIL, 1);
    }

    @Test
    void aDnsThatFailsIsNoPass() {
        SpfCheck check = new SpfCheck((name, type) -> CompletableFuture.completedFuture(new DnsLookup.Answer.Outage("SERVFAIL", false)));
        SpfVerdict verdict = check.check(from("<a@example.org>")).toCompletableFuture().join();
        assertThat(verdict.result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(verdict.problem()).contains("example.org").contains("SERVFAIL");
    }

    @Test
    void aDnsThatTakesItsTimeHoldsNobodyUp() {
        CompletableFuture<DnsLookup.Answer> later = new CompletableFuture<>();
        CompletionStage<SpfVerdict> verdict = new SpfCheck((name, type) -> later).check(from("<a@example.org>"));
        assertThat(verdict.toCompletableFuture()).isNotDone();
        later.complete(new DnsLookup.Answer.Found(List.of(new DnsRecord.Text("v=spf1 +all")), "example.org", false));
        assertThat(verdict.toCompletableFuture().join().result()).isEqualTo(SpfResult.PASS);
    }

    private void assertWork(String domain, SpfResult result, int questions) {
        SuiteZone dns = new SuiteZone(zone);
        long start = System.nanoTime();
        assertThat(check(dns, from("<a@" + domain + ">")).result()).isEqualTo(result);
        assertThat(dns.questions.get()).isLessThanOrEqualTo(questions);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void theFieldHoldsNothingThatCouldEndIt() {
        SpfClient hostile = new SpfClient(SuiteZone.address("2001:db8::1"), "x\r\nSubject: \"hi\"\u00e9) (", "mail.example.net", Instant.EPOCH);
        SpfVerdict verdict = new SpfVerdict(hostile.askMailFrom(ReversePath.parse("<\"a\\\"(b\"@example.org>").orElseThrow()), SpfResult.PASS, "a:(\\\"x", "",
                Optional.empty());
        String field = ReceivedSpf.field(verdict);
        assertThat(field).isEqualTo("""
                Received-SPF: pass (mail.example.net: the domain example.org designates this client)
                \tclient-ip="2001:db8::1";
                \tenvelope-from="a\\"(b@example.org";
                \thelo="x??Subject: \\"hi\\"?) (";
                \tidentity=mailfrom;
                \treceiver=mail.example.net;
                \tmechanism="a:(\\\\\\"x"
                """.replace("\n", "\r\n"));
        assertThat(Arrays.stream(field.split("\r\n")).mapToInt(String::length).max().orElseThrow()).isLessThan(998);
    }
}
