package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.AggregateWriter;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.ReportedPolicy;
import org.sterna.protocols.dmarc.aggregate.RowFacts;

/** An aggregate report that was written here, as dmarc-cat reads it. */
class DmarcCatIT {
    @Test
    void aReportIsReadByAnother() throws IOException {
        assertThat(Program.isInstalled("dmarc-cat")).as("dmarc-cat is installed (apt-get install dmarc-cat)").isTrue();
        try (Program cat = new Program("dmarc-cat")) {
            Path file = Files.write(cat.home().resolve("mx.example.org!example.com!1795305600!1795391999!a1.xml.gz"), AggregateWriter.gzip(report()));
            Program.Said said = cat.run(List.of("dmarc-cat", "-N", file.toString()));
            assertThat(said.status()).as(said.output()).isZero();
            assertThat(said.output().replaceAll(" +", " "))
                    .contains("Reporting by: Example & Co. ", "dmarc@mx.example.org")
                    .contains("From 2026-11-22 00:00:00 +0000 UTC to 2026-11-22 23:59:59 +0000 UTC", "Domain: example.com", "Policy: p=reject; dkim=r; spf=s",
                            "Reports(3):")
                    .contains("2001:db8::1 7 example.com example.net pass", "192.0.2.1 40 example.com example.com pass softfail", "192.0.2.2 1 news.example.com");
        }
    }

    private static AggregateReport report() {
        DkimIdentity signed = new DkimIdentity("example.com", "s1", DkimResult.PASS);
        OverrideReason arc = new OverrideReason(OverrideReason.Type.LOCAL_POLICY, "arc=pass as[1].d=lists.example as[1].s=s1");
        return new AggregateReport(new AggregateReport.Metadata("Example & Co.", "dmarc@mx.example.org", Optional.empty(), "a1@mx.example.org",
                Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-22T23:59:59Z"), List.of()),
                new ReportedPolicy("example.com", AlignmentMode.RELAXED, AlignmentMode.STRICT, DmarcPolicy.REJECT, DmarcPolicy.NONE, 100, "0"), List.of(
                new ReportRow(new RowFacts("192.0.2.1", DmarcPolicy.NONE, true, false, List.of(), Optional.empty(), "example.com", "example.com", List.of(signed),
                        List.of(new SpfIdentity("example.com", SpfIdentity.Scope.MFROM, SpfResult.SOFTFAIL))), 40),
                new ReportRow(new RowFacts("2001:db8:0:0:0:0:0:1", DmarcPolicy.REJECT, false, false, List.of(), Optional.empty(), "example.net", "example.com",
                        List.of(), List.of(new SpfIdentity("example.net", SpfIdentity.Scope.MFROM, SpfResult.PASS))), 7),
                new ReportRow(new RowFacts("192.0.2.2", DmarcPolicy.NONE, false, false, List.of(arc), Optional.empty(), "", "news.example.com", List.of(), List.of()),
                        1)));
    }
}
