package org.sterna.protocols.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 7489 section 7.1. */
class ReportDestinationsTest {
    private static final String CONFIRMATION = "blue.example.com._report._dmarc.red.example.net";

    private final Zone zone = new Zone();

    @Test
    void theSameOrganizationNeedsNoConfirmation() {
        assertThat(allowed("mailto:a@blue.example.com, mailto:b@example.com!10m, mailto:c@reports.example.com"))
                .containsExactly("mailto:a@blue.example.com", "mailto:b@example.com", "mailto:c@reports.example.com");
        assertThat(zone.questions).isEmpty();
    }

    @Test
    void theExampleOfTheRfc() {
        assertThat(allowed("mailto:reports@red.example.net")).isEmpty();
        assertThat(zone.questions).containsExactly(CONFIRMATION);
        zone.txt(CONFIRMATION, "v=DMARC1");
        assertThat(allowed("mailto:reports@red.example.net")).containsExactly("mailto:reports@red.example.net");
    }

    @Test
    void onlyARecordOfDmarcConfirms() {
        zone.txt(CONFIRMATION, "v=spf1 -all", "rua=mailto:a@red.example.net; v=DMARC1", "yes");
        assertThat(allowed("mailto:reports@red.example.net")).isEmpty();
        zone.txt(CONFIRMATION, "yes", "v=DMARC1;");
        assertThat(allowed("mailto:reports@red.example.net")).hasSize(1);
    }

    @Test
    void theOtherHostMayNameAnotherAddressOfItsOwn() {
        zone.txt(CONFIRMATION, "v=DMARC1; rua=mailto:other@red.example.net!5k");
        assertThat(allowed("mailto:reports@red.example.net")).containsExactly("mailto:other@red.example.net");
    }

    @Test
    void anAddressElsewhereEndsIt() {
        for (String elsewhere : List.of("mailto:x@example.org", "mailto:x@green.example.net", "mailto:x@red.example.net, mailto:x@blue.example.com",
                "https://red.example.net/")) {
            zone.txt(CONFIRMATION, "v=DMARC1; rua=" + elsewhere);
            assertThat(allowed("mailto:reports@red.example.net")).as(elsewhere).isEmpty();
        }
    }

    @Test
    void anOutageIsUndecided() {
        zone.outage(CONFIRMATION);
        ReportDestinations.Verified verified = verified("mailto:reports@red.example.net, mailto:a@example.com");
        assertThat(verified.undecided()).isTrue();
        assertThat(verified.allowed()).extracting(ReportUri::uri).containsExactly("mailto:a@example.com");
    }

    @Test
    void otherSchemesAreIgnored() {
        assertThat(allowed("https://example.com/reports, mailto:a@example.com")).containsExactly("mailto:a@example.com");
    }

    @Test
    void failureReportsHaveATagOfTheirOwn() {
        zone.txt(CONFIRMATION, "v=DMARC1; rua=mailto:other@red.example.net; ruf=mailto:third@red.example.net");
        DmarcRecord record = DmarcRecord.parse("v=DMARC1; p=none; rua=mailto:a@example.com; ruf=mailto:reports@red.example.net,mailto:x@green.example.net").orElseThrow();
        assertThat(new ReportDestinations(zone, PublicSuffixes.bundled()).failure(new PublishedPolicy("blue.example.com", record)).toCompletableFuture().join().allowed())
                .extracting(ReportUri::uri).containsExactly("mailto:third@red.example.net");
    }

    private List<String> allowed(String rua) {
        return verified(rua).allowed().stream().map(ReportUri::uri).toList();
    }

    private ReportDestinations.Verified verified(String rua) {
        DmarcRecord record = DmarcRecord.parse("v=DMARC1; p=none; rua=" + rua).orElseThrow();
        return new ReportDestinations(zone, PublicSuffixes.bundled()).aggregate(new PublishedPolicy("blue.example.com", record)).toCompletableFuture().join();
    }
}
