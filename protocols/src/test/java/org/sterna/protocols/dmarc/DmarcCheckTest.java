package org.sterna.protocols.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Alignment, policies of subdomains, sampling, and what there is instead of a policy. */
class DmarcCheckTest {
    private static final SpfIdentity NO_SPF = spf("example.net", SpfResult.NONE);
    private static final int FIRST = 0;
    private static final int LAST = 99;

    /** author | record at | record | SPF domain=result | DKIM domain=result ... | draw -> result, disposition, SPF aligned, DKIM aligned */
    private static final String TABLE = """
            # Relaxed alignment (RFC 7489 sections 3.1.1 and 3.1.2)
            example.com | example.com | p=reject | example.com=pass | | 0 -> pass none spf
            example.com | example.com | p=reject | bounces.example.com=pass | | 0 -> pass none spf
            news.example.com | example.com | p=reject | bounces.example.com=pass | | 0 -> pass none spf
            EXAMPLE.com | example.com | p=reject | bounces.EXAMPLE.COM=pass | | 0 -> pass none spf
            example.com | example.com | p=reject | example.net=pass | | 0 -> fail reject
            example.com | example.com | p=reject | example.net=none | example.com=pass | 0 -> pass none dkim
            example.com | example.com | p=reject | example.net=none | mail.example.com=pass | 0 -> pass none dkim
            alerts.news.example.com | example.com | p=reject | example.net=none | example.com=pass | 0 -> pass none dkim
            example.com | example.com | p=reject | example.com=pass | example.com=pass | 0 -> pass none spf dkim
            example.com | example.com | p=reject | example.net=none | com=pass | 0 -> fail reject
            a.co.uk | a.co.uk | p=reject | example.net=none | b.co.uk=pass co.uk=pass | 0 -> fail reject
            example.com | example.com | p=reject | example.net=none | notexample.com=pass example.com.example.net=pass | 0 -> fail reject
            # One signature of many is enough
            example.com | example.com | p=reject | example.net=pass | example.net=pass example.com=fail example.com=pass | 0 -> pass none dkim
            # Strict alignment
            example.com | example.com | p=reject; aspf=s | example.com=pass | | 0 -> pass none spf
            example.com | example.com | p=reject; aspf=s | bounces.example.com=pass | | 0 -> fail reject
            example.com | example.com | p=reject; adkim=s | example.net=none | example.com=pass | 0 -> pass none dkim
            example.com | example.com | p=reject; adkim=s | example.net=none | mail.example.com=pass | 0 -> fail reject
            example.com | example.com | p=reject; adkim=s | mail.example.com=pass | mail.example.com=pass | 0 -> pass none spf
            news.example.com | example.com | p=reject; adkim=s; aspf=s | example.com=pass | example.com=pass | 0 -> fail reject
            # What does not pass is not aligned
            example.com | example.com | p=reject | example.com=softfail | example.com=fail | 0 -> fail reject
            example.com | example.com | p=reject | example.com=neutral | example.com=neutral | 0 -> fail reject
            example.com | example.com | p=reject | example.com=none | example.com=policy | 0 -> fail reject
            example.com | example.com | p=reject | example.com=permerror | example.com=permerror | 0 -> fail reject
            # A temporary error of what could have passed (RFC 7489 section 6.6.2)
            example.com | example.com | p=reject | example.com=temperror | | 0 -> temperror none
            example.com | example.com | p=reject | example.net=pass | example.com=temperror | 0 -> temperror none
            example.com | example.com | p=reject | example.net=temperror | example.net=temperror | 0 -> fail reject
            example.com | example.com | p=reject | example.com=temperror | example.com=pass | 0 -> pass none dkim
            # Policies, and those of subdomains
            example.com | example.com | p=none | example.net=pass | | 0 -> fail none
            example.com | example.com | p=quarantine | example.net=pass | | 0 -> fail quarantine
            example.com | example.com | p=reject; sp=none | example.net=pass | | 0 -> fail reject
            news.example.com | example.com | p=reject; sp=none | example.net=pass | | 0 -> fail none
            news.example.com | example.com | p=none; sp=reject | example.net=pass | | 0 -> fail reject
            news.example.com | example.com | p=reject | example.net=pass | | 0 -> fail reject
            news.example.com | news.example.com | p=quarantine; sp=none | example.net=pass | | 0 -> fail quarantine
            a.b.news.example.com | news.example.com | p=reject | example.net=pass | | 0 -> none none
            # A part of the mail (RFC 7489 section 6.6.4)
            example.com | example.com | p=reject; pct=0 | example.net=pass | | 0 -> fail quarantine sampled
            example.com | example.com | p=reject; pct=50 | example.net=pass | | 49 -> fail reject
            example.com | example.com | p=reject; pct=50 | example.net=pass | | 50 -> fail quarantine sampled
            example.com | example.com | p=reject; pct=100 | example.net=pass | | 99 -> fail reject
            example.com | example.com | p=quarantine; pct=0 | example.net=pass | | 0 -> fail none sampled
            example.com | example.com | p=quarantine; pct=50 | example.net=pass | | 49 -> fail quarantine
            example.com | example.com | p=quarantine; pct=50 | example.net=pass | | 50 -> fail none sampled
            example.com | example.com | p=quarantine; pct=100 | example.net=pass | | 99 -> fail quarantine
            example.com | example.com | p=none; pct=0 | example.net=pass | | 0 -> fail none
            example.com | example.com | p=reject; pct=0 | example.com=pass | | 0 -> pass none spf
            news.example.com | example.com | p=none; sp=reject; pct=0 | example.net=pass | | 0 -> fail quarantine sampled
            # Missing and malformed
            example.com | example.org | p=reject | example.net=pass | | 0 -> none none
            example.com | example.com | p=refuse | example.net=pass | | 0 -> permerror none
            example.com | example.com | rua=mailto:a@example.com | example.net=pass | | 0 -> fail none
            co.uk | co.uk | p=reject | co.uk=pass | | 0 -> pass none spf
            # U-labels
            münchen.example | xn--mnchen-3ya.example | p=reject | a.xn--mnchen-3ya.example=pass | | 0 -> pass none spf
            xn--mnchen-3ya.example | xn--mnchen-3ya.example | p=reject | example.net=none | MÜNCHEN.example=pass | 0 -> pass none dkim
            """;

    @TestFactory
    Stream<DynamicTest> table() {
        return TABLE.lines().filter(line -> !line.startsWith("#")).map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
    }

    private static void check(String line) {
        String[] sides = line.split(" -> ");
        String[] given = Stream.of(sides[0].split("\\|")).map(String::strip).toArray(String[]::new);
        Zone zone = new Zone().txt("_dmarc." + given[1], "v=DMARC1; " + given[2]);
        Authenticated authenticated = new Authenticated(List.of(spf(given[3])),
                Stream.of(given[4].split(" ")).filter(text -> !text.isEmpty()).map(DmarcCheckTest::dkim).toList(), Optional.empty());
        DmarcEvaluation evaluation = evaluate(zone, given[0], authenticated, Integer.parseInt(given[5]));
        String outcome = evaluation.result().text() + " " + evaluation.disposition().text() + (evaluation.spfAligned() ? " spf" : "")
                + (evaluation.dkimAligned() ? " dkim" : "");
        boolean sampled = evaluation.reasons().stream().anyMatch(reason -> reason.type() == OverrideReason.Type.SAMPLED_OUT);
        assertThat(outcome + (sampled ? " sampled" : "")).isEqualTo(sides[1]);
    }

    @Test
    void halfOfTheMailIsHalfOfTheDraws() {
        Zone zone = new Zone().txt("_dmarc.example.com", "v=DMARC1; p=reject; pct=50");
        Authenticated nothing = new Authenticated(List.of(NO_SPF), List.of(), Optional.empty());
        assertThat(IntStream.rangeClosed(FIRST, LAST).filter(draw -> evaluate(zone, "example.com", nothing, draw).disposition() == DmarcPolicy.REJECT).count())
                .isEqualTo(50);
    }

    @Test
    void severalPoliciesAreNone() {                      // RFC 7489 section 6.6.3 step 5
        Zone zone = new Zone().txt("_dmarc.news.example.com", "v=DMARC1; p=reject", "v=DMARC1; p=none").txt("_dmarc.example.com", "v=DMARC1; p=reject");
        DmarcEvaluation evaluation = evaluate(zone, "news.example.com", new Authenticated(List.of(NO_SPF), List.of(), Optional.empty()), FIRST);
        assertThat(evaluation.result()).isEqualTo(DmarcResult.NONE);
        assertThat(evaluation.why()).contains("several");
        assertThat(zone.questions).containsExactly("_dmarc.news.example.com");
    }

    @Test
    void otherTextsAtTheNameDoNotCount() {               // RFC 7489 section 6.6.3 steps 2 to 4
        Zone zone = new Zone().txt("_dmarc.news.example.com", "v=spf1 -all", "p=none; v=DMARC1")
                .txt("_dmarc.example.com", "hello", "v=DMARC1; p=quarantine", "v=DMARC2; p=none");
        DmarcEvaluation evaluation = evaluate(zone, "news.example.com", new Authenticated(List.of(NO_SPF), List.of(), Optional.empty()), FIRST);
        assertThat(evaluation.disposition()).isEqualTo(DmarcPolicy.QUARANTINE);
        assertThat(evaluation.published().orElseThrow().domain()).isEqualTo("example.com");
        assertThat(zone.questions).containsExactly("_dmarc.news.example.com", "_dmarc.example.com");
    }

    @Test
    void whatIsNoDomainNameIsNotAskedAbout() {
        Zone zone = new Zone();
        for (String author : List.of("", "example.com\r\nX: y", "a b.example", "[192.0.2.1]", "\"a\".example", "a".repeat(300) + ".example")) {
            assertThat(evaluate(zone, author, new Authenticated(List.of(NO_SPF), List.of(), Optional.empty()), FIRST).result()).isEqualTo(DmarcResult.NONE);
        }
        assertThat(zone.questions).isEmpty();
    }

    @Test
    void anOutageIsNoPass() {
        Authenticated passing = new Authenticated(List.of(spf("example.com", SpfResult.PASS)), List.of(), Optional.empty());
        for (Zone zone : List.of(new Zone().outage("_dmarc.a.example.com"), new Zone().outage("_dmarc.example.com"))) {
            DmarcEvaluation evaluation = evaluate(zone, "a.example.com", passing, FIRST);
            assertThat(evaluation.result()).isEqualTo(DmarcResult.TEMPERROR);
            assertThat(evaluation.disposition()).isEqualTo(DmarcPolicy.NONE);
        }
    }

    @Test
    void helloCountsOnlyWithoutAReversePath() {          // RFC 7489 section 3.1.2
        Zone zone = new Zone().txt("_dmarc.example.com", "v=DMARC1; p=reject");
        SpfIdentity hello = new SpfIdentity("mail.example.com", SpfIdentity.Scope.HELO, SpfResult.PASS);
        assertThat(evaluate(zone, "example.com", new Authenticated(List.of(hello), List.of(), Optional.empty()), FIRST).result()).isEqualTo(DmarcResult.PASS);
        assertThat(evaluate(zone, "example.com", new Authenticated(List.of(NO_SPF, hello), List.of(), Optional.empty()), FIRST).result())
                .isEqualTo(DmarcResult.FAIL);
    }

    @Test
    void aTrustedSealerOverridesThePolicyAndNotTheResult() {         // RFC 8617 section 7.2.1
        Optional<ArcOverride> arc = Optional.of(new ArcOverride("arc=pass as[1].d=lists.example as[1].s=s1"));
        for (String policy : List.of("p=reject", "p=quarantine; pct=0")) {
            Zone zone = new Zone().txt("_dmarc.example.com", "v=DMARC1; " + policy);
            DmarcEvaluation evaluation = evaluate(zone, "example.com", new Authenticated(List.of(NO_SPF), List.of(), arc), FIRST);
            assertThat(evaluation.result()).isEqualTo(DmarcResult.FAIL);
            assertThat(evaluation.disposition()).isEqualTo(DmarcPolicy.NONE);
            assertThat(evaluation.reasons()).containsExactly(new OverrideReason(OverrideReason.Type.LOCAL_POLICY, arc.get().comment()));
        }
    }

    @Test
    void ofSeveralAuthorsTheStrictestCounts() {          // RFC 7489 section 6.6.1
        Zone zone = new Zone().txt("_dmarc.example.com", "v=DMARC1; p=reject").txt("_dmarc.example.org", "v=DMARC1; p=none").outage("_dmarc.example.info");
        Authenticated authenticated = new Authenticated(List.of(spf("example.org", SpfResult.PASS)), List.of(), Optional.empty());
        List<DmarcEvaluation> each = Stream.of("example.org", "example.com", "example.info").map(author -> evaluate(zone, author, authenticated, FIRST)).toList();
        assertThat(DmarcEvaluation.strictest(each).authorDomain()).isEqualTo("example.com");
        assertThat(DmarcEvaluation.strictest(List.of(each.get(0), each.get(2))).result()).isEqualTo(DmarcResult.TEMPERROR);
    }

    private static DmarcEvaluation evaluate(Zone zone, String author, Authenticated authenticated, int draw) {
        return new DmarcCheck(zone, PublicSuffixes.bundled()).evaluate(author, authenticated, draw).toCompletableFuture().join();
    }

    private static SpfIdentity spf(String text) {
        String[] parts = text.split("=");
        return spf(parts[0], SpfResult.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT)));
    }

    private static SpfIdentity spf(String domain, SpfResult result) {
        return new SpfIdentity(domain, SpfIdentity.Scope.MFROM, result);
    }

    private static DkimIdentity dkim(String text) {
        String[] parts = text.split("=");
        return new DkimIdentity(parts[0], "s1", DkimResult.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT)));
    }
}
