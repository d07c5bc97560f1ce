package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;
import org.sterna.protocols.dmarc.aggregate.AggregateMail;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.AggregateWriter;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.ReportedPolicy;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.feedback.ReportMail;

/** A whole message with an aggregate report that was written here, as Mail::DMARC takes it from a mailbox into its database. */
class MailDmarcIT {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-01T23:59:59Z");
    private static final AggregateReport REPORT = new AggregateReport(
            new AggregateReport.Metadata("Example & Sons", "dmarc@example.org", Optional.of("https://example.org/"), "20260301.7@example.org", BEGIN, END, List.of()),
            new ReportedPolicy("example.net", AlignmentMode.RELAXED, AlignmentMode.STRICT, DmarcPolicy.REJECT, DmarcPolicy.QUARANTINE, 50, "0"),
            List.of(new ReportRow(row("192.0.2.1", DmarcPolicy.NONE, true, List.of()), 1234),
                    new ReportRow(row("2001:db8:0:0:0:0:0:7", DmarcPolicy.QUARANTINE, false,
                            List.of(new OverrideReason(OverrideReason.Type.SAMPLED_OUT, "pct=50"))), 3)));

    private static RowFacts row(String source, DmarcPolicy disposition, boolean signed, List<OverrideReason> reasons) {
        return new RowFacts(source, disposition, signed, false, reasons, Optional.empty(), "lists.example.com", "example.net",
                List.of(new DkimIdentity("example.net", "s1", signed ? DkimResult.PASS : DkimResult.FAIL)),
                List.of(new SpfIdentity("lists.example.com", SpfIdentity.Scope.MFROM, SpfResult.SOFTFAIL)));
    }

    @BeforeAll
    static void isInstalled() {
        for (String program : List.of("dmarc_receive", "dmarc_view_reports")) {
            assertThat(Program.isInstalled(program)).as("%s is installed (apt-get install libmail-dmarc-perl)", program).isTrue();
        }
    }

    private static ReportMail mail() {
        return AggregateMail.of(REPORT, AggregateWriter.gzip(REPORT), "example.org", new ReportMail.Envelope(Address.parse("dmarc@example.org").orElseThrow(),
                List.of(Address.parse("reports@example.net").orElseThrow()), END.atZone(ZoneOffset.UTC), "<report.1@example.org>", "boundary-7"));
    }

    private static String run(Program program, String... command) throws IOException {
        Program.Said said = program.run(List.of(command));
        assertThat(said.status()).as(said.output()).isZero();
        return said.output();
    }

    @Test
    void aReportIsReadFromItsMessage() throws IOException {
        try (Program program = new Program("mail-dmarc")) {
            String message = program.file("message", new String(mail().octets(), ISO_8859_1)).toString();
            String settings = "MAIL_DMARC_CONFIG_FILE=" + program.file("mail-dmarc.ini", """
                    [report_store]
                    backend = SQL
                    dsn = dbi:SQLite:dbname=FILE
                    """.replace("FILE", program.home().resolve("reports").toString()));
            assertThat(run(program, "/usr/bin/env", settings, "dmarc_receive", "--file", message)).doesNotContainIgnoringCase("invalid", "unknown");
            String shown = run(program, "/usr/bin/env", settings, "dmarc_view_reports").replaceAll(" +", " ");
            assertThat(shown).contains("Example & Sons", "1234 example.net 192.0.2.1 none pass fail",
                    "3 example.net 2001:db8::7 quarantine fail fail sampled_out( pct=50 )");
        }
    }
}
