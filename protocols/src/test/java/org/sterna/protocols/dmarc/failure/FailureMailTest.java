package org.sterna.protocols.dmarc.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.DmarcResult;
import org.sterna.protocols.feedback.ReportMail;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.trust.AuthenticationResults;
import org.sterna.protocols.trust.MethodResult;

class FailureMailTest {
    private static final Optional<FailureReport.Signer> SIGNER = Optional.of(new FailureReport.Signer("example.net", "@news.example.net", "s1"));
    private static final ReportMail.Envelope ENVELOPE = new ReportMail.Envelope(Address.parse("postmaster@mx.example.org").orElseThrow(),
            List.of(Address.parse("ruf@example.net").orElseThrow()), ZonedDateTime.parse("2026-11-23T04:15:00Z"), "<a1b2@mx.example.org>", "report-a1b2");

    private static FailureReport report(String author, Optional<FailureReport.Signer> signer, Optional<FailureReport.SpfPolicy> spf, String source, ReversePath reversePath,
            boolean... aligned) {
        DmarcEvaluation evaluation = new DmarcEvaluation(author, DmarcResult.FAIL, "", Optional.empty(), aligned.length > 0 && aligned[0], aligned.length > 1 && aligned[1],
                DmarcPolicy.REJECT, DmarcPolicy.REJECT, List.of());
        AuthenticationResults results = new AuthenticationResults("mx.example.org", List.of(MethodResult.of("dmarc", "fail").with("header", "from", "example.net")));
        return new FailureReport(AuthFailure.DMARC, evaluation, new FailureReport.Findings(results, signer, spf), new FailureReport.Arrival(address(source), reversePath,
                ZonedDateTime.parse("2026-11-23T04:14:59Z"), DeliveryResult.REJECT), "From: Bob <bob@example.net>\r\nSubject: Hello\r\n");
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Address path(String text) {
        return Address.parse(text, AddressForm.UTF8).orElseThrow();
    }

    @Test
    void isInTheFormOfTheRfcs() {                       // RFC 5965 section 2, RFC 6591 section 3.1, RFC 7489 section 7.3.1
        FailureReport report = report("example.net", SIGNER, Optional.of(new FailureReport.SpfPolicy("example.com", "v=spf1 -all")), "192.0.2.1", path("x@example.com"));
        assertThat(new String(new FailureMail(report, ENVELOPE).octets(), StandardCharsets.US_ASCII)).isEqualTo("""
                From: <postmaster@mx.example.org>
                To: <ruf@example.net>
                Subject: Authentication failure: example.net
                Date: Mon, 23 Nov 2026 04:15:00 +0000
                Message-ID: <a1b2@mx.example.org>
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report;
                \tboundary="report-a1b2"

                This is a multipart message in MIME format.

                --report-a1b2
                Content-Type: text/plain; charset=us-ascii

                This is an authentication failure report (RFC 6591) about a message that
                says to be from example.net,
                received on Mon, 23 Nov 2026 04:14:59 +0000.
                The DMARC record of the domain asks for it. Recipients, the body, and header
                fields that may tell of them are left out.

                --report-a1b2
                Content-Type: message/feedback-report

                Feedback-Type: auth-failure
                Version: 1
                User-Agent: Sterna
                Auth-Failure: dmarc
                Delivery-Result: reject
                Identity-Alignment: none
                Reported-Domain: example.net
                Arrival-Date: Mon, 23 Nov 2026 04:14:59 +0000
                Source-IP: 192.0.2.1
                Original-Mail-From: <x@example.com>
                DKIM-Domain: example.net
                DKIM-Identity: @news.example.net
                DKIM-Selector: s1
                SPF-DNS: txt : example.com :
                 "v=spf1 -all"
                Authentication-Results: mx.example.org;
                \tdmarc=fail header.from=example.net

                --report-a1b2
                Content-Type: text/rfc822-headers; charset=us-ascii

                From: Bob <bob@example.net>
                Subject: Hello

                --report-a1b2--
                """.replace("\n", "\r\n"));
    }

    @Test
    void alignmentAndSourcesOfAllKindsHaveTheirForms() {
        assertThat(report("example.net", SIGNER, Optional.empty(), "2001:db8::1", path("x@example.com"), true).fields())
                .contains("\r\nIdentity-Alignment: dkim\r\n").contains("\r\nSource-IP: IPv6:2001:db8:0:0:0:0:0:1\r\n");
        assertThat(report("example.net", SIGNER, Optional.empty(), "192.0.2.1", path("x@example.com"), false, true).fields()).contains("\r\nIdentity-Alignment: spf\r\n");
        assertThat(report("example.net", SIGNER, Optional.empty(), "192.0.2.1", path("x@example.com"), true, true).fields()).contains("\r\nIdentity-Alignment: dkim, spf\r\n");
    }

    @Test
    void aLongPolicyIsFoldedAndAnEndlessOneLeftOut() {
        String record = "v=spf1 " + "ip4:192.0.2.0/24 ".repeat(20) + "exp=\"\\\" -all";
        String fields = report("example.net", Optional.empty(), Optional.of(new FailureReport.SpfPolicy("example.com", record)), "192.0.2.1", path("x@example.com")).fields();
        assertThat(fields.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
        assertThat(HeaderFields.parse(fields).first("SPF-DNS").orElseThrow().body()).isEqualTo("txt : example.com : \"" + record.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        for (String endless : List.of("v=spf1 " + "ip4:192.0.2.1 ".repeat(1000), "v=spf1 exp=" + "x".repeat(1000))) {
            assertThat(report("example.net", Optional.empty(), Optional.of(new FailureReport.SpfPolicy("example.com", endless)), "192.0.2.1", path("x@example.com")).fields())
                    .doesNotContain("SPF-DNS");
        }
    }

    @Test
    void whatAMessageSaysIsNoFieldOfOurs() {
        FailureReport report = report("example.net\r\nIncidents: 7", Optional.of(new FailureReport.Signer("d\r\nX: y", "i \u00fc", "s".repeat(5000))),
                Optional.of(new FailureReport.SpfPolicy("a\r\nb", "v=spf1\r\nX: y")), "192.0.2.1", path("gr\u00fc\u00dfe@example.com"));
        HeaderFields fields = HeaderFields.parse(report.fields());
        assertThat(fields.fields()).extracting(each -> each.name()).containsExactly("Feedback-Type", "Version", "User-Agent", "Auth-Failure", "Delivery-Result",
                "Identity-Alignment", "Reported-Domain", "Arrival-Date", "Source-IP", "DKIM-Domain", "DKIM-Identity", "DKIM-Selector", "SPF-DNS", "Authentication-Results");
        assertThat(report.fields().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998).matches("[\\t -~]+"));
        assertThat(HeaderFields.parse(new FailureMail(report, ENVELOPE).octets()).first("Incidents")).isEmpty();
    }

    @Test
    void addressesAreInAscii() {
        ReportMail.Envelope utf8 = new ReportMail.Envelope(ENVELOPE.from(), List.of(path("gr\u00fc\u00dfe@example.net")), ENVELOPE.date(), ENVELOPE.messageId(), ENVELOPE.boundary());
        FailureReport report = report("example.net", SIGNER, Optional.empty(), "192.0.2.1", path("x@example.com"));
        assertThatThrownBy(() -> new FailureMail(report, utf8)).isInstanceOf(IllegalArgumentException.class);
    }
}
