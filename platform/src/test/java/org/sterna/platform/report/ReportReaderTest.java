package org.sterna.platform.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.persistence.report.ReceivedReport;
import org.sterna.persistence.report.ReceivedReport.Sum;
import org.sterna.persistence.report.ReportKind;
import org.sterna.platform.SteppedClock;

class ReportReaderTest {
    private final SteppedClock clock = new SteppedClock();
    private final ReportReader reader = new ReportReader(name -> Optional.of("example.org").filter(name::equals), clock);

    private static byte[] tls(String domain, String start, String end, String id) {
        return ("Content-Type: application/tlsrpt+json\r\n\r\n{\"organization-name\":\"Sender\",\"date-range\":{\"start-datetime\":\"" + start + "\",\"end-datetime\":\"" + end
                + "\"},\"contact-info\":\"\",\"report-id\":\"" + id + "\",\"policies\":[{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"" + domain
                + "\"},\"summary\":{\"total-successful-session-count\":5,\"total-failure-session-count\":2},\"failure-details\":[{\"result-type\":\"certificate-expired\","
                + "\"failed-session-count\":2}]},{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"" + domain
                + "\"},\"summary\":{\"total-successful-session-count\":1}}]}\r\n").getBytes(US_ASCII);
    }

    private static byte[] dmarc(String domain, long begin) {
        return ("Content-Type: text/xml\r\n\r\n<feedback><report_metadata><org_name>Receiver</org_name><report_id>7</report_id><date_range><begin>" + begin + "</begin><end>"
                + (begin + 86_399) + "</end></date_range></report_metadata><policy_published><domain>" + domain + "</domain><p>none</p></policy_published>"
                + ("<record><row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>"
                + "</policy_evaluated></row><identifiers><header_from>" + domain + "</header_from></identifiers><auth_results/></record>").repeat(2)
                + "</feedback>\r\n").getBytes(US_ASCII);
    }

    @Test
    void sessionsAreAddedUp() {
        ReceivedReport report = reader.read(tls("Example.ORG.", "2025-12-31T00:00:00Z", "2025-12-31T23:59:59Z", "1")).get(0);
        assertThat(report.kind()).isEqualTo(ReportKind.TLS);
        assertThat(report.domain()).isEqualTo("example.org");
        assertThat(report.sums()).containsExactlyInAnyOrder(new Sum("sts", "", List.of(), 6), new Sum("sts", "*", List.of(), 2), new Sum("sts", "certificate-expired", List.of(), 2));
    }

    @Test
    void messagesAreAddedUp() {
        ReceivedReport report = reader.read(dmarc("example.org", clock.instant().minus(Duration.ofDays(1)).getEpochSecond())).get(0);
        assertThat(report.reporter()).isEqualTo("Receiver");
        assertThat(report.sums()).containsExactly(new Sum("192.0.2.1", "none", List.of("dkim"), 6));
    }

    @ParameterizedTest
    @CsvSource({
        "example.net, 2025-12-31T00:00:00Z, 2025-12-31T23:59:59Z, 1",               // not ours
        "example.org, 2025-10-31T00:00:00Z, 2025-10-31T23:59:59Z, 1",               // long ago
        "example.org, 2026-01-31T00:00:00Z, 2026-01-31T23:59:59Z, 1",               // to come
        "example.org, 2025-12-31T00:00:00Z, 2026-12-31T23:59:59Z, 1",               // a year
        "example.org, 2025-12-31T23:59:59Z, 2025-12-31T00:00:00Z, 1",               // backwards
        "example.org, 2025-12-31T00:00:00Z, 2025-12-31T23:59:59Z, ' '"})
    void whatIsNotAboutUsAndNowIsNotRead(String domain, String start, String end, String id) {
        assertThat(reader.read(tls(domain, start, end, id))).isEmpty();
    }

    @Test
    void otherMailIsNoReport() {
        assertThat(reader.read("Subject: hello\r\n\r\nhello\r\n".getBytes(US_ASCII))).isEmpty();
        assertThat(reader.read("Content-Type: application/gzip\r\n\r\nhello\r\n".getBytes(US_ASCII))).isEmpty();
        assertThat(reader.read("Content-Type: application/tlsrpt+gzip\r\n\r\n{\r\n".getBytes(US_ASCII))).isEmpty();
        assertThat(reader.read(dmarc("example.net", clock.instant().getEpochSecond()))).isEmpty();
        assertThat(reader.read(new byte[0])).isEmpty();
    }
}
