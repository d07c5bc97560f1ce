package org.sterna.protocols.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;

class DmarcRecordTest {
    @Test
    void theExampleOfTheRfc() {                          // RFC 7489 appendix B.2.2
        DmarcRecord record = read("v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; ruf=mailto:auth-reports@example.com");
        assertThat(record.policy()).isEqualTo(DmarcPolicy.NONE);
        assertThat(record.aggregate()).containsExactly(new ReportUri("mailto:dmarc-feedback@example.com", OptionalLong.empty()));
        assertThat(record.failure()).extracting(ReportUri::uri).containsExactly("mailto:auth-reports@example.com");
    }

    @Test
    void defaults() {                                    // RFC 7489 section 6.3
        DmarcRecord record = read("v=DMARC1;p=reject");
        assertThat(record).isEqualTo(new DmarcRecord(DmarcPolicy.REJECT, Optional.empty(), AlignmentMode.RELAXED, AlignmentMode.RELAXED, 100, "0",
                List.of(), List.of()));
    }

    @Test
    void everyTag() {
        DmarcRecord record = read("v = DMARC1 ; p = quarantine; sp=reject ;adkim=s; aspf=S; pct=7; fo=1: d:s; rf=afrf; ri=3600; x-new=1; "
                + "rua=mailto:a@example.org!10m, https://example.org/r , mailto:b@example.org!1g;");
        assertThat(record.policy()).isEqualTo(DmarcPolicy.QUARANTINE);
        assertThat(record.subdomainPolicy()).contains(DmarcPolicy.REJECT);
        assertThat(record.dkimMode()).isEqualTo(AlignmentMode.STRICT);
        assertThat(record.spfMode()).isEqualTo(AlignmentMode.STRICT);
        assertThat(record.percent()).isEqualTo(7);
        assertThat(record.failureOptions()).isEqualTo("1:d:s");
        assertThat(record.aggregate()).containsExactly(new ReportUri("mailto:a@example.org", OptionalLong.of(10 << 20)),
                new ReportUri("https://example.org/r", OptionalLong.empty()), new ReportUri("mailto:b@example.org", OptionalLong.of(1 << 30)));
    }

    @Test
    void theVersionComesFirstAndInCapitals() {
        for (String text : List.of("", "p=reject; v=DMARC1", "v=dmarc1; p=reject", "v=DMARC2; p=reject", "v=DMARC11; p=reject", " v=DMARC1; p=reject",
                "v=DMARC1 p=reject", "v=spf1 -all", "v=DMARC1; p=reject;" + " ".repeat(10_000))) {
            assertThat(TagList.isDmarc(text)).as(text).isFalse();
            assertThat(DmarcRecord.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void withoutAPolicyAnAddressForReportsMakesItMonitoring() {      // RFC 7489 section 6.6.3 step 6
        for (String text : List.of("v=DMARC1", "v=DMARC1; p=", "v=DMARC1; p=block", "v=DMARC1; p=reject; sp=some", "v=DMARC1; sp=reject",
                "v=DMARC1; p=block; rua=nothing", "v=DMARC1; p=rejéct")) {
            assertThat(DmarcRecord.parse(text)).as(text).isEmpty();
            assertThat(DmarcRecord.parse(text.replace("; rua=nothing", "") + "; rua=mailto:a@example.org").map(DmarcRecord::policy)).as(text)
                    .contains(DmarcPolicy.NONE);
        }
    }

    @Test
    void whatCannotBeReadHasItsDefault() {               // RFC 7489 section 6.3
        for (String tag : List.of("pct=101", "pct=-1", "pct=", "pct=1e1", "pct=0100", "pct=ten", "adkim=x", "aspf=", "fo=2", "fo=0:", "fo=1:2", "ri=x", "=", ";;",
                "word", "rua=", "rua=!10m", "rua=mailto:a b@example.org", "rua=reports", "rua=mailto:%zz@example.org")) {
            assertThat(read("v=DMARC1; p=none; " + tag)).as(tag).isEqualTo(read("v=DMARC1; p=none"));
        }
    }

    @Test
    void theFirstOfTwoEqualTagsCounts() {
        assertThat(read("v=DMARC1; p=none; p=reject").policy()).isEqualTo(DmarcPolicy.NONE);
    }

    @Test
    void addressesOfReports() {
        DmarcRecord record = read("v=DMARC1; p=none; rua=mailto:a%2Bb@example.org, MAILTO:c+d@example.org?subject=x, https://example.org, "
                + "mailto:, mailto:nobody, mailto:big@example.org!999999999999999999t");
        assertThat(record.aggregate().stream().map(ReportUri::mailAddress)).containsExactly(Address.parse("a+b@example.org"),
                Address.parse("c+d@example.org"), Optional.empty(), Optional.empty(), Address.parse("big@example.org"));
        assertThat(record.aggregate().get(4).maxOctets()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void aThousandAddressesAreTooMany() {
        String many = "mailto:a@example.org,".repeat(300);
        assertThat(read("v=DMARC1; p=none; rua=" + many).aggregate()).hasSize(ReportUri.MAX_URIS);
    }

    private static DmarcRecord read(String text) {
        return DmarcRecord.parse(text).orElseThrow();
    }
}
