package org.sterna.protocols.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.address.Address;

class TlsReportRecordTest {
    private static final ReportDestination MAIL = new ReportDestination.Mail(Address.parse("reports@example.com").orElseThrow());
    private static final ReportDestination WEB = new ReportDestination.Https(URI.create("https://reporting.example.com/v1/tlsrpt"));

    @Test
    void theExamplesOfTheRfc() {                // RFC 8460 section 3.1
        assertThat(read("v=TLSRPTv1;rua=mailto:reports@example.com")).containsExactly(MAIL);
        assertThat(read("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt")).containsExactly(WEB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=TLSRPTv1 ; rua=mailto:reports@example.com , https://reporting.example.com/v1/tlsrpt;", "v=TLSRPTv1;x-new=1;"
        + "rua=ftp://example.com/,mailto:reports%40example.com?subject=x,https://reporting.example.com/v1/tlsrpt,mailto:nobody;y=2"})
    void severalAreReadAndOthersPassedOver(String text) {
        assertThat(read(text)).containsExactly(MAIL, WEB);
    }

    @Test
    void aPlusSignStays() {
        assertThat(read("v=TLSRPTv1;rua=mailto:a+b@example.com")).containsExactly(new ReportDestination.Mail(Address.parse("a+b@example.com").orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=TLSRPTv1", "v=TLSRPTv1;", "v=TLSRPTv2;rua=mailto:reports@example.com", "V=TLSRPTv1;rua=mailto:reports@example.com", "v=TLSRPTv1;rua=",
        "v=TLSRPTv1;rua mailto:reports@example.com", "v=TLSRPTv1;;rua=mailto:reports@example.com", "v=TLSRPTv1;rua=https://user:word@example.com/", "rua=mailto:a@b.example"})
    void whatIsNoRecordAsksForNothing(String text) {
        assertThat(TlsReportRecord.among(List.of(text))).isEmpty();
    }

    @Test
    void oneOfOthersIsFoundAndTwoAreNone() {
        assertThat(TlsReportRecord.among(List.of("v=spf1 -all", "v=TLSRPTv1;rua=mailto:reports@example.com"))).isPresent();
        assertThat(TlsReportRecord.among(List.of("v=TLSRPTv1;rua=mailto:a@b.example", "v=TLSRPTv1;rua=mailto:reports@example.com"))).isEmpty();
        assertThat(TlsReportRecord.among(List.of())).isEmpty();
    }

    @Test
    void nobodyIsMadeToReportToMany() {
        assertThat(read("v=TLSRPTv1;rua=" + "mailto:a@b.example,".repeat(1000) + "mailto:c@d.example")).hasSize(5);
    }

    private static List<ReportDestination> read(String text) {
        return TlsReportRecord.among(List.of(text)).orElseThrow().destinations();
    }
}
