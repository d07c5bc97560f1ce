package org.sterna.platform.dns.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.DnsSettings;
import org.sterna.config.DnssecMode;
import org.sterna.config.Network;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

@Timeout(240)
class DnsjavaLookupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IMPATIENCE = Duration.ofMillis(600);

    private final TestDnsServer server = TestDnsServer.start();
    private final DnsjavaLookup dns = TestLookups.of(server, PATIENCE);

    @AfterEach
    void stop() {
        server.close();
    }

    private static Answer ask(DnsLookup dns, String name, RecordType type) throws Exception {
        return dns.lookup(name, type).toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    private static Answer found(String canonical, DnsRecord... records) {
        return new Answer.Found(List.of(records), canonical, false);
    }

    private static DnsRecord text(String text) {
        return new DnsRecord.Text(text);
    }

    @Test
    void everyTypeIsRead() throws Exception {
        server.add("a.example. IN A 192.0.2.1", "a.example. IN AAAA 2001:db8::1", "a.example. IN MX 10 Mail.Example.", "a.example. IN TXT \"v=x \" \"caf\\195\\169\"",
                "1.2.0.192.in-addr.arpa. IN PTR A.example.", "_25._tcp.a.example. IN TLSA 3 1 2 00ff", "null.example. IN MX 0 .", "alias.example. IN CNAME a.example.");
        assertThat(ask(dns, "A.example", RecordType.A)).isEqualTo(found("a.example", new DnsRecord.Address(InetAddress.getByName("192.0.2.1"))));
        assertThat(ask(dns, "a.example.", RecordType.AAAA)).isEqualTo(found("a.example", new DnsRecord.Address(InetAddress.getByName("2001:db8::1"))));
        assertThat(ask(dns, "a.example", RecordType.MX)).isEqualTo(found("a.example", new DnsRecord.MailExchange(10, "mail.example")));
        assertThat(ask(dns, "null.example", RecordType.MX)).isEqualTo(found("null.example", new DnsRecord.MailExchange(0, "")));
        assertThat(ask(dns, "a.example", RecordType.TXT)).isEqualTo(found("a.example", text("v=x caf\u00c3\u00a9")));
        assertThat(ask(dns, "1.2.0.192.in-addr.arpa", RecordType.PTR)).isEqualTo(found("1.2.0.192.in-addr.arpa", new DnsRecord.Pointer("a.example")));
        assertThat(ask(dns, "_25._tcp.a.example", RecordType.TLSA)).isEqualTo(found("_25._tcp.a.example", new DnsRecord.Tlsa(3, 1, 2, new byte[] {0, -1})));
        assertThat(ask(dns, "alias.example", RecordType.CNAME)).isEqualTo(found("alias.example", new DnsRecord.Pointer("a.example")));
    }

    @Test
    void denialsAreToldApart() throws Exception {                                      // RFC 2308 section 2
        server.add("b.a.example. IN A 192.0.2.1");
        assertThat(ask(dns, "b.a.example", RecordType.MX)).isEqualTo(new Answer.NoData(false));
        assertThat(ask(dns, "a.example", RecordType.A)).as("RFC 8020").isEqualTo(new Answer.NoData(false));
        assertThat(ask(dns, "c.example", RecordType.A)).isEqualTo(new Answer.NoName(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", ".", "-", "a\\", "x.example.."})
    void whatIsNoNameDoesNotExist(String name) throws Exception {
        assertThat(ask(dns, name, RecordType.A)).isInstanceOfAny(Answer.NoName.class, Answer.NoData.class);
    }

    @Test
    void aliasesAreFollowedAndTheirEndIsTold() throws Exception {
        server.add("a.example. IN CNAME b.example.", "b.example. IN CNAME C.example.", "c.example. IN TXT \"here\"", "gone.example. IN CNAME nowhere.example.");
        assertThat(ask(dns, "a.example", RecordType.TXT)).isEqualTo(found("c.example", text("here")));
        assertThat(ask(dns, "gone.example", RecordType.TXT)).isEqualTo(new Answer.NoName(false));
    }

    @Test
    void aLoopOfAliasesEnds() throws Exception {
        server.add("a.example. IN CNAME b.example.", "b.example. IN CNAME a.example.");
        assertThat(ask(dns, "a.example", RecordType.TXT)).isInstanceOfSatisfying(Answer.Outage.class, outage -> assertThat(outage.text()).contains("aliases"));
        assertThat(server.questions("a.example") + server.questions("b.example")).isLessThan(5);
    }

    @Test
    void answersAndDenialsAreRememberedForAsLongAsTheySay() throws Exception {         // RFC 2308 section 5
        AtomicLong nanos = new AtomicLong();
        DnsjavaLookup dns = new DnsjavaLookup(TestLookups.settings(server.socketAddress(), PATIENCE, DnssecMode.OFF, Optional.empty()), nanos::get);
        server.add("a.example. 20 IN TXT \"one\"", "day.example. 86400 IN TXT \"one\"", "never.example. 0 IN TXT \"one\"");
        for (int i = 0; i < 3; i++) {
            ask(dns, "A.example", RecordType.TXT);
            ask(dns, "day.example", RecordType.TXT);
            ask(dns, "never.example", RecordType.TXT);
            ask(dns, "none.example", RecordType.TXT);
        }
        assertThat(List.of(server.questions("a.example"), server.questions("day.example"), server.questions("never.example"), server.questions("none.example")))
                .containsExactly(1, 1, 3, 1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        ask(dns, "none.example", RecordType.TXT);
        assertThat(server.questions("none.example")).as("its SOA says five seconds").isEqualTo(2);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(15));
        ask(dns, "a.example", RecordType.TXT);
        ask(dns, "day.example", RecordType.TXT);
        assertThat(List.of(server.questions("a.example"), server.questions("day.example"))).containsExactly(2, 1);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
        ask(dns, "day.example", RecordType.TXT);
        assertThat(server.questions("day.example")).as("no longer than five minutes").isEqualTo(2);
    }

    @Test
    void equalQuestionsAreAskedOnce() throws Exception {
        server.add("a.example. 0 IN TXT \"one\"").delay("a.example", Duration.ofMillis(300));
        List<CompletableFuture<Answer>> all = IntStream.range(0, 50).mapToObj(i -> dns.lookup("a.example", RecordType.TXT).toCompletableFuture()).toList();
        all.get(0).complete(new Answer.NoData(false));                                 // of one caller, not of the others
        for (CompletableFuture<Answer> each : all.subList(1, all.size())) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(found("a.example", text("one")));
        }
        assertThat(server.questions("a.example")).isEqualTo(1);
    }

    @Test
    void noMoreQuestionsThanAllowedAreOpen() throws Exception {
        DnsSettings usual = TestLookups.settings(server.socketAddress(), PATIENCE, DnssecMode.OFF, Optional.empty());
        DnsjavaLookup dns = new DnsjavaLookup(new DnsSettings(usual.servers(), usual.timeout(), usual.dnssec(), usual.trusted(), usual.anchors(), 10, usual.cache(),
                usual.longestCached(), usual.longestCachedDenial()));
        IntStream.range(0, 10).forEach(i -> server.add(i + ".example. IN TXT \"" + i + "\"").delay(i + ".example", Duration.ofSeconds(1)));
        List<CompletableFuture<Answer>> ten = IntStream.range(0, 10).mapToObj(i -> dns.lookup(i + ".example", RecordType.TXT).toCompletableFuture()).toList();
        assertThat(ask(dns, "eleven.example", RecordType.TXT)).isInstanceOfSatisfying(Answer.Outage.class, outage ->
                assertThat(outage.text()).contains("10 questions are open"));
        for (CompletableFuture<Answer> each : ten) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Found.class);
        }
        assertThat(ask(dns, "eleven.example", RecordType.TXT)).isEqualTo(new Answer.NoName(false));
    }

    @ParameterizedTest
    @EnumSource(TestDnsServer.Fault.class)
    void whateverTheServerDoesThereIsAnEnd(TestDnsServer.Fault fault) throws Exception {
        DnsjavaLookup dns = TestLookups.of(server, IMPATIENCE);
        server.add("a.example. IN TXT \"one\"").spoil("a.example", fault);
        Answer answer = ask(dns, "a.example", RecordType.TXT);
        if (fault == TestDnsServer.Fault.CUT) {
            assertThat(answer).isEqualTo(found("a.example", text("one")));
        } else {
            assertThat(answer).isInstanceOfSatisfying(Answer.Outage.class, outage -> {
                assertThat(outage.text()).contains("a.example TXT");
                assertThat(outage.bogus()).isEqualTo(fault == TestDnsServer.Fault.BOGUS);
            });
        }
        server.heal("a.example");
        Answer healed = ask(dns, "a.example", RecordType.TXT);
        for (int tries = 1; tries < 20 && healed instanceof Answer.Outage; tries++) {  // the machine may be as slow as it likes
            healed = ask(dns, "a.example", RecordType.TXT);
        }
        assertThat(healed).as("a failure is not remembered").isEqualTo(found("a.example", text("one")));
    }

    @Test
    void aSlowServerIsWaitedForAndAnEndlesslySlowOneIsNot() throws Exception {
        server.add("a.example. IN TXT \"one\"", "b.example. IN TXT \"one\"").delay("a.example", Duration.ofMillis(200)).delay("b.example", Duration.ofMinutes(5));
        assertThat(ask(dns, "a.example", RecordType.TXT)).isEqualTo(found("a.example", text("one")));
        assertThat(ask(TestLookups.of(server, IMPATIENCE), "b.example", RecordType.TXT)).isInstanceOf(Answer.Outage.class);
    }

    @Test
    void answersOfSixtyFourKilobytesAreRead() throws Exception {
        String octets = "x".repeat(250);
        IntStream.range(0, 230).forEach(i -> server.add("a.example. IN TXT \"" + i + octets.substring(3) + "\""));
        assertThat(ask(dns, "a.example", RecordType.TXT)).isInstanceOfSatisfying(Answer.Found.class, found -> assertThat(found.records()).hasSize(230));
    }

    @Test
    void whatIsSaidOfOtherNamesIsNotHeard() throws Exception {                         // RFC 2181 section 5.4.1
        server.add("a.example. IN TXT \"one\"");
        server.append("a.example", "b.example. 3600 IN TXT \"forged\"");
        assertThat(ask(dns, "a.example", RecordType.TXT)).isEqualTo(found("a.example", text("one")));
        assertThat(ask(dns, "b.example", RecordType.TXT)).isEqualTo(new Answer.NoName(false));
    }

    @Test
    void theBitOfATrustedResolverIsBelieved() throws Exception {                       // RFC 4035 section 4.9.3
        server.add("a.example. IN TXT \"one\"", "b.example. IN TXT \"one\"").authenticate("a.example", "none.example");
        DnsjavaLookup trusting = TestLookups.trusting(server, PATIENCE);
        assertThat(ask(trusting, "a.example", RecordType.TXT)).isEqualTo(new Answer.Found(List.of(text("one")), "a.example", true));
        assertThat(ask(trusting, "none.example", RecordType.TXT)).isEqualTo(new Answer.NoName(true));
        assertThat(ask(trusting, "b.example", RecordType.TXT)).isEqualTo(found("b.example", text("one")));
        assertThat(ask(dns, "a.example", RecordType.TXT)).as("off").isEqualTo(found("a.example", text("one")));
        DnsSettings usual = TestLookups.settings(server.socketAddress(), PATIENCE, DnssecMode.TRUST_AD, Optional.empty());
        DnsjavaLookup other = new DnsjavaLookup(new DnsSettings(usual.servers(), usual.timeout(), usual.dnssec(), List.of(Network.parse("192.0.2.0/24")),
                usual.anchors(), 10, usual.cache(), usual.longestCached(), usual.longestCachedDenial()));
        assertThat(ask(other, "a.example", RecordType.TXT)).as("of nobody that is trusted").isEqualTo(found("a.example", text("one")));
    }

    @Test
    void withoutSignaturesAValidatorBelievesNothing() throws Exception {               // RFC 4035 section 5
        DnsjavaLookup validating = new DnsjavaLookup(TestLookups.settings(server.socketAddress(), PATIENCE, DnssecMode.VALIDATE, Optional.empty()));
        server.add("a.example. IN TXT \"one\"");
        assertThat(ask(validating, "a.example", RecordType.TXT)).isInstanceOfSatisfying(Answer.Outage.class, outage -> assertThat(outage.bogus()).isTrue());
    }
}
