package org.sterna.protocols.dmarc.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;

/** Reports and samples of reports. */
final class Reports {
    static final int MAX_OCTETS = 10 << 20;

    private Reports() {}

    /** With everything that a report can have. */
    static AggregateReport full() {
        return new AggregateReport(new AggregateReport.Metadata("Example <Receiver> & Co. \ud83d\udc26", "dmarc@mx.example.org", Optional.of("https://example.org/"),
                "a1b2c3@mx.example.org", Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-22T23:59:59Z"), List.of("one", "two")),
                new ReportedPolicy("example.com", AlignmentMode.RELAXED, AlignmentMode.STRICT, DmarcPolicy.REJECT, DmarcPolicy.QUARANTINE, 42, "1:d"), List.of(
                new ReportRow(new RowFacts("192.0.2.1", DmarcPolicy.NONE, true, false, List.of(), Optional.of("example.org"), "bounces.example.com", "example.com",
                        List.of(new DkimIdentity("example.com", "s1", DkimResult.PASS), new DkimIdentity("example.net", "s2", DkimResult.PERMERROR)),
                        List.of(new SpfIdentity("bounces.example.com", SpfIdentity.Scope.MFROM, SpfResult.SOFTFAIL))), 1_000_000_000_000L),
                new ReportRow(new RowFacts("2001:db8:0:0:0:0:0:1", DmarcPolicy.QUARANTINE, false, false,
                        List.of(new OverrideReason(OverrideReason.Type.SAMPLED_OUT, "pct=42"), new OverrideReason(OverrideReason.Type.LOCAL_POLICY, "")),
                        Optional.empty(), "", "news.example.com", List.of(),
                        List.of(new SpfIdentity("mx.example.net", SpfIdentity.Scope.HELO, SpfResult.TEMPERROR))), 1)));
    }

    static byte[] sample(String name) {
        try (InputStream in = Reports.class.getResourceAsStream("/dmarc/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
