package org.sterna.protocols.dmarc.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.feedback.ReportMail;
import org.sterna.protocols.feedback.ReportParts;

class AggregateMailTest {
    private static final ReportMail.Envelope ENVELOPE = new ReportMail.Envelope(Address.parse("reports@mx.example.org").orElseThrow(),
            List.of(Address.parse("a@example.com").orElseThrow(), Address.parse("b@example.com").orElseThrow()), ZonedDateTime.parse("2026-11-23T04:15:00Z"),
            "<a1b2c3@mx.example.org>", "report-a1b2c3");

    @Test
    void subjectAndFileNameAreThoseOfTheRfc() {           // RFC 7489 section 7.2.1.1
        byte[] gzip = AggregateWriter.gzip(Reports.full());
        byte[] octets = AggregateMail.of(Reports.full(), gzip, "mx.example.org", ENVELOPE).octets();
        String text = new String(octets, StandardCharsets.US_ASCII);
        assertThat(text).startsWith("""
                From: <reports@mx.example.org>
                To: <a@example.com>,
                \t<b@example.com>
                Subject: Report Domain: example.com
                \tSubmitter: mx.example.org
                \tReport-ID: <a1b2c3@mx.example.org>
                Date: Mon, 23 Nov 2026 04:15:00 +0000
                Message-ID: <a1b2c3@mx.example.org>
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: multipart/mixed;
                \tboundary="report-a1b2c3"
                """.replace("\n", "\r\n"));
        assertThat(text).contains("filename=\"mx.example.org!example.com!1795305600!1795391999!a1b2c3.xml.gz\"\r\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
        assertThat(text).endsWith("--report-a1b2c3--\r\n");
        assertThat(ReportParts.of(octets)).singleElement().satisfies(part -> {
            assertThat(part.type()).isEqualTo("application/gzip");
            assertThat(part.octets()).isEqualTo(gzip);
        });
        assertThat(AggregateReader.ofMessage(octets, Reports.MAX_OCTETS)).isEqualTo(new AggregateReading.Read(Reports.full()));
    }

    @Test
    void noFieldCanBeSlippedIn() {
        assertThatThrownBy(() -> new ReportMail.Subject("example.com\r\nBcc: x@example.net", "mx.example.org", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportMail.Subject("example.com", "mx.example.org", "1>\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherMailIsNoReport() {
        assertThat(AggregateReader.ofMessage("Subject: Report Domain: example.com\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII), Reports.MAX_OCTETS))
                .isInstanceOf(AggregateReading.Unreadable.class);
        assertThat(AggregateReader.ofMessage(new byte[0], Reports.MAX_OCTETS)).isInstanceOf(AggregateReading.Unreadable.class);
    }
}
