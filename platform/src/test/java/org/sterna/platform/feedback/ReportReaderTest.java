package org.sterna.platform.feedback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.feedback.ReceivedReport;
import org.sterna.persistence.feedback.ReceivedReport.Kind;
import org.sterna.persistence.feedback.ReceivedReport.Line;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.AggregateWriter;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.ReportedPolicy;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.tlsrpt.FailureDetails;
import org.sterna.protocols.tlsrpt.PolicyResults;
import org.sterna.protocols.tlsrpt.PolicyType;
import org.sterna.protocols.tlsrpt.TlsReport;
import org.sterna.protocols.tlsrpt.TlsReportMessage;

class ReportReaderTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant END = START.plusSeconds(86_399);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private final ReportReader reader = new ReportReader("example.org"::equals);

    @Test
    void aReportOnMailIsSummedUp() {
        assertThat(reader.read(dmarc("example.org"), false)).containsExactly(new ReceivedReport("example.org", Kind.DMARC, DAY, "Receiver", "r-1", Map.of(
                new Line("192.0.2.1", "none, dkim and spf aligned"), 7L, new Line("192.0.2.9", "reject, nothing aligned"), 2L)));
        assertThat(reader.read(dmarc("example.net"), false)).as("about somebody else").isEmpty();
    }

    @Test
    void aReportOnTlsCountsIfItIsSigned() {
        byte[] message = tls();
        assertThat(reader.read(message, true)).containsExactly(new ReceivedReport("example.org", Kind.TLS, DAY, "Sender", "t-1", Map.of(
                new Line("", "success, sts"), 12L, new Line("", "failure, sts"), 3L, new Line("mx.example.org", "certificate-expired, sts"), 3L)));
        assertThat(reader.read(message, false)).as("RFC 8460 section 3").isEmpty();
    }

    @Test
    void otherMailIsNoReport() {
        assertThat(reader.read("Subject: x\r\n\r\nhello\r\n".getBytes(US_ASCII), true)).isEmpty();
        assertThat(reader.read("Content-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n\r\nH4sIAAAA\r\n".getBytes(US_ASCII), true)).isEmpty();
        assertThat(reader.read(new byte[0], true)).isEmpty();
    }

    private static byte[] dmarc(String domain) {
        AggregateReport report = new AggregateReport(new AggregateReport.Metadata("Receiver", "dmarc@example.com", Optional.empty(), "r-1", START, END, List.of()),
                new ReportedPolicy(domain, AlignmentMode.RELAXED, AlignmentMode.RELAXED, DmarcPolicy.REJECT, DmarcPolicy.REJECT, 100, "0"),
                List.of(new ReportRow(facts(domain, "192.0.2.1", DmarcPolicy.NONE, true), 7), new ReportRow(facts(domain, "192.0.2.9", DmarcPolicy.REJECT, false), 2)));
        String encoded = Base64.getMimeEncoder().encodeToString(AggregateWriter.gzip(report));
        return ("From: dmarc@example.com\r\nContent-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded + "\r\n").getBytes(US_ASCII);
    }

    private static RowFacts facts(String domain, String source, DmarcPolicy disposition, boolean aligned) {
        return new RowFacts(source, disposition, aligned, aligned, List.of(), Optional.empty(), domain, domain, List.of(), List.of());
    }

    private static byte[] tls() {
        TlsReport report = new TlsReport("Sender", START, END, "tls@example.com", "t-1", List.of(
                new PolicyResults(PolicyType.STS, List.of(), "example.org", List.of(), 12, 3, List.of(new FailureDetails("certificate-expired", Optional.empty(),
                        Optional.of("mx.example.org"), Optional.empty(), Optional.empty(), 3, Optional.empty(), Optional.empty()))),
                new PolicyResults(PolicyType.NONE, List.of(), "example.net", List.of(), 5, 0, List.of())));
        return new TlsReportMessage(report, "example.org", Address.parse("tls@example.com").orElseThrow(), Address.parse("postmaster@example.org").orElseThrow(),
                "abc", END.atZone(ZoneOffset.UTC)).octets();
    }
}
