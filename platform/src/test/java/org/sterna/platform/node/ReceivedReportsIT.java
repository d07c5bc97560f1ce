package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.aggregate.AggregateMail;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.AggregateWriter;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.ReportedPolicy;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.feedback.ReportMail;
import org.sterna.protocols.tlsrpt.PolicyResults;
import org.sterna.protocols.tlsrpt.PolicyType;
import org.sterna.protocols.tlsrpt.TlsReport;
import org.sterna.protocols.tlsrpt.TlsReportMessage;

/** Reports that others send to a node are in their mailbox like any mail, and an operator is told the sums. */
class ReceivedReportsIT {
    private static final Instant START = LocalDate.now(ZoneOffset.UTC).minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final Instant END = START.plusSeconds(86_399);

    @Test
    @Timeout(600)
    void anOperatorSeesTheSums() throws IOException {
        try (NodeProcess node = NodeProcess.start("reported", "sterna.limits.enabled=false")) {
            String address = node.accounts("postmaster").get(0);
            String domain = address.substring(address.indexOf('@') + 1);
            assertThat(node.admin("domain", "report", domain, "30")).contains("DMARC: no reports about " + domain, "TLS: no reports");
            send(node, address, dmarc(domain, address));
            send(node, address, dmarc(domain, address));                       // the same one again
            send(node, address, tls(domain, address));
            Await.until("all are counted", Duration.ofSeconds(60), () -> node.admin("domain", "report", domain, "30").contains("TLS: 1 reports"));
            assertThat(node.admin("domain", "report", domain, "2")).containsSubsequence("DMARC: 1 reports by 1 reporters, messages:",
                    "7  none, dkim and spf aligned", "by source:", "7  192.0.2.1 none, dkim and spf aligned", "by reporter:", "7  Receiver", "TLS: 1 reports",
                    "12  success, sts", "3  failure, sts", "15  Sender");
        }
    }

    private static void send(NodeProcess node, String to, byte[] message) throws IOException {
        try (SmtpClient client = SmtpClient.hello(node.port("smtp"))) {
            assertThat(client.transaction("reports@example.com", to, message)).startsWith("250 ");
            client.ask("QUIT");
        }
    }

    private static byte[] dmarc(String domain, String to) {
        AggregateReport report = new AggregateReport(new AggregateReport.Metadata("Receiver", "dmarc@example.com", Optional.empty(), "r-1", START, END, List.of()),
                new ReportedPolicy(domain, AlignmentMode.RELAXED, AlignmentMode.RELAXED, DmarcPolicy.NONE, DmarcPolicy.NONE, 100, "0"),
                List.of(new ReportRow(new RowFacts("192.0.2.1", DmarcPolicy.NONE, true, true, List.of(), Optional.empty(), domain, domain, List.of(), List.of()), 7)));
        return AggregateMail.of(report, AggregateWriter.gzip(report), "example.com", new ReportMail.Envelope(address("dmarc@example.com"), List.of(address(to)),
                END.atZone(ZoneOffset.UTC), "<r-1@example.com>", "boundary")).octets();
    }

    private static byte[] tls(String domain, String to) {
        TlsReport report = new TlsReport("Sender", START, END, "tls@example.com", "t-1", List.of(new PolicyResults(PolicyType.STS, List.of(), domain, List.of(), 12, 3, List.of())));
        return new TlsReportMessage(report, domain, address("tls@example.com"), address(to), "t1", END.atZone(ZoneOffset.UTC)).octets();
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
