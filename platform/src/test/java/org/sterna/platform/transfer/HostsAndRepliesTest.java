package org.sterna.platform.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.queue.Cause;
import org.sterna.platform.dns.MailHosts;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** Which hosts are tried, and what their replies mean for each recipient. */
class HostsAndRepliesTest {
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final ForwardPath BEN = RelayFixture.path("ben@outside.example");
    private static final ForwardPath CLEO = RelayFixture.path("cleo@outside.example");
    private static final Content CONTENT = Content.of("Subject: x\r\n\r\ny\r\n".getBytes(ISO_8859_1));
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private static String status(RelayResult result, ForwardPath path) {
        Outcome outcome = result.outcomes().get(path);
        return outcome instanceof Outcome.Failed failed ? failed.status().toString() : outcome instanceof Outcome.Deferred deferred ? deferred.status().toString()
                : outcome.getClass().getSimpleName();
    }

    @Test
    void mailThatComesBackToUsIsALoop() throws Exception {                              // RFC 5321 section 5.1
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.own = OwnAddresses.of("mail.example.org", List.of(new InetSocketAddress("127.0.0.1", host.port())));
        fixture.found("other.example");
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("5.4.6");
        assertThat(status(fixture.relay("alice@example.org", Optional.of("localhost:" + host.port()), CONTENT, MailParameters.NONE, ANN), ANN)).isEqualTo("5.4.6");
        fixture.found("mail.example.org", "second.example");
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("5.4.6");
        assertThat(host.peers()).isEmpty();
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).sent()).isZero();
    }

    @Test
    void everyAnswerOfTheDnsIsToldApart() throws Exception {
        fixture.found(new MailHosts.NoSuchDomain());
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("5.1.2");
        fixture.found(new MailHosts.NullMx());
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("5.1.10");       // RFC 7505 section 4.2
        fixture.found(new MailHosts.NoMailHost("none"));
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("5.4.4");
        fixture.found(new MailHosts.TemporaryFailure("SERVFAIL"));
        RelayResult result = fixture.relay(CONTENT, ANN);
        assertThat(status(result, ANN)).isEqualTo("4.4.3");
        assertThat(RelayResult.cause(result.outcomes().get(ANN))).isEqualTo(Cause.DNS);
        assertThat(fixture.quotas.destination(RelayFixture.DOMAIN).failures()).containsExactly("SERVFAIL");
        assertThat(status(fixture.relay("alice@example.org", Optional.of("nowhere.example"), CONTENT, MailParameters.NONE, ANN), ANN))
                .as("a mistake of ours").isEqualTo("4.4.4");
    }

    @Test
    void lmtpRepliesForEachRecipient() throws Exception {                               // RFC 2033 section 4.2
        ScriptedHost host = fixture.host(said -> said.startsWith("LHLO") ? "250-host\r\n250 PIPELINING" : said.equals(".")
                ? "250 2.0.0 ann has it\r\n452 4.2.2 ben is full\r\n550 5.1.1 cleo has gone" : ScriptedHost.willing(said));
        RelayResult result = fixture.relay("alice@example.org", Optional.of("lmtp:localhost:" + host.port()), CONTENT, MailParameters.NONE, ANN, BEN, CLEO);
        assertThat(status(result, ANN)).isEqualTo("Relayed");
        assertThat(status(result, BEN)).isEqualTo("4.2.2");
        assertThat(status(result, CLEO)).isEqualTo("5.1.1");
        assertThat(host.lines()).startsWith("LHLO mail.example.org");
    }

    @Test
    void tooManyRecipientsGoInTheNextTransaction() throws Exception {                   // RFC 5321 section 4.5.3.1.10
        ScriptedHost host = fixture.host(said -> said.contains("cleo@") && fixture.recorded.isEmpty() ? "452 4.5.3 too many" : ScriptedHost.willing(said));
        fixture.found("mx1.outside.example");
        assertThat(fixture.relay(CONTENT, ANN, BEN, CLEO).outcomes().values()).hasSize(3).allMatch(Outcome.Relayed.class::isInstance);
        assertThat(host.contents()).hasSize(2);
        assertThat(host.peers()).hasSize(1);
    }

    @Test
    void aRuleMaySayHowManyRecipientsATransactionHas() throws Exception {
        fixture.quotas.rule(100, 2, Duration.ofSeconds(20), List.of());
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        assertThat(fixture.relay(CONTENT, ANN, BEN, CLEO).outcomes().values()).hasSize(3).allMatch(Outcome.Relayed.class::isInstance);
        assertThat(host.contents()).hasSize(2);
        assertThat(host.peers()).hasSize(1);
    }

    @Test
    void aHostThatClosesInMidTransactionIsFollowedByTheNext() throws Exception {        // RFC 5321 section 3.8
        ScriptedHost first = fixture.host(said -> said.contains("ben@") ? "421 4.3.2 going down" : ScriptedHost.willing(said));
        ScriptedHost second = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example", "mx2.outside.example");
        RelayResult result = fixture.relay(CONTENT, ANN, BEN);
        assertThat(result.outcomes().values()).hasSize(2).allMatch(Outcome.Relayed.class::isInstance);
        assertThat(result.host()).startsWith("mx2.outside.example");
        assertThat(first.contents()).isEmpty();
        assertThat(second.contents()).hasSize(1);
    }

    @Test
    void aHostThatTakesNoMailSaysNothingOfTheOthers() throws Exception {                // RFC 7504 section 4
        fixture.host(said -> said.equals("greeting") ? "521 5.3.2 no mail here" : ScriptedHost.willing(said));
        ScriptedHost second = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example", "mx2.outside.example");
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("Relayed");
        assertThat(second.contents()).hasSize(1);
    }

    private RelayResult eightBit(String text, MailParameters parameters) throws Exception {
        fixture.found("mx1.outside.example");
        return fixture.relay("alice@example.org", Optional.empty(), Content.of(text.getBytes(ISO_8859_1)), parameters, ANN);
    }

    private static final String EIGHT_BIT = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9\r\n";

    @Test
    void eightBitContentIsConvertedForAHostThatDoesNotTakeIt() throws Exception {       // RFC 6152 section 3
        ScriptedHost host = fixture.host(RelayFixture.offering("SIZE"));
        assertThat(status(eightBit(EIGHT_BIT, MailParameters.of(BodyType.EIGHT_BIT_MIME)), ANN)).isEqualTo("Relayed");
        String seen = new String(host.contents().get(0), ISO_8859_1);
        assertThat(seen).contains("caf=E9").doesNotContain("\u00e9");
        assertThat(host.lines()).filteredOn(line -> line.startsWith("MAIL")).singleElement().asString().contains("SIZE=" + seen.length()).doesNotContain("BODY");
    }

    @Test
    void itGoesAsItIsToOneThatDoes() throws Exception {
        ScriptedHost host = fixture.host(RelayFixture.offering("8BITMIME"));
        assertThat(status(eightBit(EIGHT_BIT, MailParameters.of(BodyType.EIGHT_BIT_MIME)), ANN)).isEqualTo("Relayed");
        assertThat(new String(host.contents().get(0), ISO_8859_1)).isEqualTo(EIGHT_BIT);
    }

    @Test
    void whatCannotBeConvertedGoesBack() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        assertThat(status(eightBit("Subject: caf\u00e9\r\n\r\nx\r\n", MailParameters.of(BodyType.EIGHT_BIT_MIME)), ANN)).isEqualTo("5.6.3");
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void whatIsTooLargeToBeConvertedGoesBack() throws Exception {
        fixture.maxConversion = 100;
        fixture.host(ScriptedHost::willing);
        assertThat(status(eightBit(EIGHT_BIT, MailParameters.of(BodyType.BINARY_MIME)), ANN)).isEqualTo("5.6.3");
    }

    @Test
    void whatIsSevenBitAfterAllIsSentSo() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        assertThat(status(eightBit("Subject: x\r\n\r\ny\r\n", MailParameters.of(BodyType.EIGHT_BIT_MIME)), ANN)).isEqualTo("Relayed");
        assertThat(new String(host.contents().get(0), ISO_8859_1)).isEqualTo("Subject: x\r\n\r\ny\r\n");
    }

    @Test
    void beforeTheContentWhatMayHappenIsRecorded() throws Exception {
        Function<String, String> script = said -> said.equals(".") && fixture.recorded.isEmpty() ? "550 5.0.0 not recorded" : ScriptedHost.willing(said);
        fixture.host(script);
        fixture.found("mx1.outside.example");
        assertThat(status(fixture.relay(CONTENT, ANN), ANN)).isEqualTo("Relayed");
        assertThat(fixture.recorded).hasSize(1);
    }
}
