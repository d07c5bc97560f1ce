package org.sterna.protocols.tlsrpt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.json.Json;

class TlsReportTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-22T23:59:59Z");
    private static final TlsReport REPORT = new TlsReport("Example \"Org\"", START, END, "tls@example.org", "2026-11-22-example.com", List.of(
            new PolicyResults(PolicyType.STS, List.of("version: STSv1", "mode: enforce", "mx: *.example.com", "max_age: 86400"), "example.com", List.of("*.example.com"), 12, 3,
                    List.of(new FailureDetails(ResultType.CERTIFICATE_EXPIRED.word(), Optional.of("192.0.2.1"), Optional.of("mx.example.com"), Optional.of("mx"),
                            Optional.of("2001:db8::1"), 3, Optional.of("https://example.org/x"), Optional.of("it ended")))),
            new PolicyResults(PolicyType.NONE, List.of(), "example.com", List.of(), 1, 0, List.of())));

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        assertThat(TlsReportReader.read(TlsReportWriter.json(REPORT).getBytes(UTF_8))).isEqualTo(REPORT);
        assertThat(TlsReportReader.read(TlsReportWriter.gzip(REPORT))).isEqualTo(REPORT);
    }

    @Test
    void itHasTheFormOfTheRfc() {               // RFC 8460 section 4.4
        Map<String, Object> json = Json.object(TlsReportWriter.json(REPORT)).orElseThrow();
        assertThat(json.keySet()).containsExactly("organization-name", "date-range", "contact-info", "report-id", "policies");
        assertThat(json.get("date-range")).isEqualTo(Map.of("start-datetime", "2026-11-22T00:00:00Z", "end-datetime", "2026-11-22T23:59:59Z"));
        Map<?, ?> results = (Map<?, ?>) ((List<?>) json.get("policies")).get(0);
        assertThat(results.keySet()).isEqualTo(Set.of("policy", "summary", "failure-details"));
        assertThat(((Map<?, ?>) results.get("policy")).keySet()).isEqualTo(Set.of("policy-type", "policy-string", "policy-domain", "mx-host"));
        assertThat(results.get("summary")).isEqualTo(Map.of("total-successful-session-count", new BigDecimal(12), "total-failure-session-count", new BigDecimal(3)));
        assertThat(((Map<?, ?>) ((List<?>) results.get("failure-details")).get(0)).keySet()).isEqualTo(Set.of("result-type", "sending-mta-ip", "receiving-mx-hostname",
                "receiving-mx-helo", "receiving-ip", "failed-session-count", "additional-information", "failure-reason-code"));
    }

    @Test
    void reportsOfOthersAreRead() throws Exception {
        TlsReport first = TlsReportReader.read(resource("rpt01.json"));
        assertThat(first.organization()).isEqualTo("Company-X");
        assertThat(first.policies()).singleElement().satisfies(results -> {
            assertThat(results.domain()).isEqualTo("company-y.example");
            assertThat(results.successes()).isEqualTo(5326);
            assertThat(results.failures()).isEqualTo(303);
            assertThat(results.details()).extracting(FailureDetails::resultType, FailureDetails::sessions).contains(
                    tuple("certificate-expired", 100L), tuple("starttls-not-supported", 200L));
        });
        assertThat(TlsReportReader.read(resource("rpt02.json")).policies()).isNotEmpty();
        TlsReport third = TlsReportReader.read(resource("rpt03.json"));
        assertThat(third.policies()).as("an unknown type is left out").singleElement().satisfies(results -> {
            assertThat(results.type()).isEqualTo(PolicyType.NONE);
            assertThat(results.successes()).isEqualTo(1);
        });
    }

    @Test
    void whatIsNoReportIsRefusedWithAReason() throws Exception {
        refused("no JSON", "hello");
        refused("no JSON", "[]");
        refused("\"date-range\" is missing", "{}");
        refused("no time", "{\"date-range\":{\"start-datetime\":\"yesterday\",\"end-datetime\":\"today\"}}");
        refused("\"report-id\" is missing", "{\"date-range\":" + Json.write(Map.of("start-datetime", START.toString(), "end-datetime", END.toString())) + "}");
        refused("failed-session-count", TlsReportWriter.json(REPORT).replace("\"failed-session-count\":3", "\"failed-session-count\":-3"));
        refused("failed-session-count", TlsReportWriter.json(REPORT).replace("\"failed-session-count\":3", "\"failed-session-count\":1e30"));
        assertThatThrownBy(() -> TlsReportReader.read(new byte[] {0x1f, (byte) 0x8b, 1})).isInstanceOf(UnreadableReportException.class).hasMessageContaining("no gzip");
    }

    @Test
    void whatIsLargeIsRefusedBeforeItTakesMemory() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 100; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        assertThat(bomb.size()).isLessThan(200_000);
        assertThatThrownBy(() -> TlsReportReader.read(bomb.toByteArray())).isInstanceOf(UnreadableReportException.class).hasMessageContaining("octets");
        String results = Json.write(Json.object(TlsReportWriter.json(REPORT)).orElseThrow().get("policies"));
        String many = TlsReportWriter.json(REPORT).replace(results, "[" + "{\"policy\":{\"policy-type\":\"sts\"},\"summary\":{}},".repeat(TlsReportReader.MOST_ENTRIES)
                + "{\"policy\":{\"policy-type\":\"sts\"},\"summary\":{}}]");
        refused("entries", many);
        String shortened = TlsReportWriter.json(REPORT).replace("it ended", "x".repeat(100_000));
        assertThat(TlsReportReader.read(shortened.getBytes(UTF_8)).policies().get(0).details().get(0).reason().orElseThrow()).hasSize(TlsReportReader.MOST_TEXT);
    }

    @Test
    void theMessageCarriesIt() throws Exception {       // RFC 8460 section 5.3
        TlsReportMessage message = new TlsReportMessage(REPORT, "example.com", Address.parse("tls@example.org").orElseThrow(),
                Address.parse("reports@example.com").orElseThrow(), "abc123", START.atZone(ZoneOffset.UTC));
        String text = new String(message.octets(), US_ASCII);
        assertThat(text).contains("\r\nSubject: Report Domain: example.com\r\n Submitter: example.org\r\n Report-ID: <abc123@example.org>\r\n",
                "\r\nTLS-Report-Domain: example.com\r\nTLS-Report-Submitter: example.org\r\n", "\r\nTLS-Required: No\r\n", "\r\nContent-Type: multipart/report; report-type=\"tlsrpt\";",
                "filename=\"example.org!example.com!1795305600!1795391999!abc123.json.gz\"");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(76));
        String attached = text.substring(text.indexOf("\r\n\r\n", text.indexOf("application/tlsrpt+gzip")), text.lastIndexOf("--report-abc123--"));
        assertThat(TlsReportReader.read(Base64.getMimeDecoder().decode(attached))).isEqualTo(REPORT);
    }

    private static void refused(String reason, String json) {
        assertThatThrownBy(() -> TlsReportReader.read(json.getBytes(UTF_8))).isInstanceOf(UnreadableReportException.class).hasMessageContaining(reason);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TlsReportTest.class.getResourceAsStream("/tlsrpt/" + name)) {
            return in.readAllBytes();
        }
    }
}
