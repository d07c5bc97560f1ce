package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.ReportSettings;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.report.HttpsPost;
import org.sterna.platform.report.ReportSender;
import org.sterna.platform.report.Reporting;
import org.sterna.platform.transfer.TlsOutcomes.TlsOutcome;
import org.sterna.platform.trust.AuthorPolicy.Disposition;
import org.sterna.platform.trust.ContentFindings;
import org.sterna.platform.trust.DmarcCollector;
import org.sterna.platform.trust.Evidence;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.DmarcRecord;
import org.sterna.protocols.dmarc.DmarcResult;
import org.sterna.protocols.dmarc.PublishedPolicy;
import org.sterna.protocols.dmarc.ReportUri;
import org.sterna.protocols.dmarc.aggregate.AggregateMail;
import org.sterna.protocols.dmarc.aggregate.AggregateReader;
import org.sterna.protocols.dmarc.aggregate.AggregateReading;
import org.sterna.protocols.dmarc.aggregate.AggregateReport;
import org.sterna.protocols.dmarc.aggregate.AggregateWriter;
import org.sterna.protocols.dmarc.aggregate.ReportRow;
import org.sterna.protocols.dmarc.aggregate.ReportedPolicy;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.feedback.ReportMail;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tlsrpt.ResultType;
import org.sterna.protocols.tlsrpt.FailureDetails;
import org.sterna.protocols.tlsrpt.PolicyResults;
import org.sterna.protocols.tlsrpt.PolicyType;
import org.sterna.protocols.tlsrpt.TlsReport;
import org.sterna.protocols.tlsrpt.TlsReportMessage;
import org.sterna.protocols.tlsrpt.TlsReportReader;

/** A day's results become one report for each domain that asks, whatever number of nodes wants to send it; and what others report about us is summed up for an operator. */
@ExtendWith(CassandraExtension.class)
@Timeout(600)
class DomainReportsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern ATTACHED = Pattern.compile("filename=\"([^\"]+)\"\r?\n\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n\r?\n?--report-");
    private static final DmarcRecord RECORD = new DmarcRecord(DmarcPolicy.REJECT, Optional.empty(), AlignmentMode.RELAXED, AlignmentMode.RELAXED, 100, "0",
            List.of(new ReportUri("mailto:dmarc@example.net", OptionalLong.empty())), List.of());
    private static final ReportSettings SETTINGS = SternaSettings.load(Optional.empty(), List.of("sterna.node.host-name=example.org", "sterna.trust.reports.spread=0s",
            "sterna.trust.reports.organization=Example Organization"), Optional.of(Path.of("unused")), OptionalInt.empty()).reports();
    private static TestNode node;

    private final SteppedClock clock = new SteppedClock();
    private final TestDnsServer dns = TestDnsServer.start();

    @BeforeAll
    static void start() {
        assertThat(SmtpSink.isUsable()).as("smtp-sink (Debian: postfix) is there").isTrue();
        node = TestNode.start(CassandraExtension.contactPoint());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void end() {
        dns.close();
    }

    private void message(Reporting reporting, String source, boolean passes) throws IOException {
        Evidence evidence = new Evidence(InetAddress.getByName(source), Address.parse("bob@example.net").orElseThrow(), HeaderFields.parse(new byte[0]), Optional.empty(),
                ContentFindings.NONE, clock.instant());
        DmarcPolicy disposition = passes ? DmarcPolicy.NONE : DmarcPolicy.REJECT;
        DmarcEvaluation evaluation = new DmarcEvaluation("example.net", passes ? DmarcResult.PASS : DmarcResult.FAIL, "", Optional.of(new PublishedPolicy("example.net", RECORD)),
                false, passes, DmarcPolicy.REJECT, disposition, List.of());
        reporting.collector().collect(new DmarcCollector.Judged(evidence, evaluation, new Authenticated(List.of(), List.of(), Optional.empty()),
                passes ? Disposition.NONE : Disposition.REJECT));
    }

    private static void session(Reporting reporting, Optional<CertificateFault> fault) throws IOException {
        reporting.collector().told(new TlsOutcome(new AppliedPolicy(PolicyType.STS, "example.net", List.of("version: STSv1", "mode: testing"), List.of("mx.example.net")),
                Optional.of("mx.example.net"), Optional.of(InetAddress.getByName("192.0.2.7")), Optional.of(InetAddress.getByName("192.0.2.8")), fault));
    }

    private static void join(List<CompletionStage<Void>> stages) {
        CompletableFuture.allOf(stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new)).join();
    }

    /** The files in the messages of one kind. */
    private static List<byte[]> files(String dump, String ending) {
        List<byte[]> files = new ArrayList<>();
        Matcher found = ATTACHED.matcher(dump);
        while (found.find()) {
            if (found.group(1).endsWith(ending)) {
                files.add(Base64.getMimeDecoder().decode(found.group(2)));
            }
        }
        return files;
    }

    @Test
    void aDayBecomesOneReportHoweverManyNodesSend() throws Exception {
        dns.add("_dmarc.example.net. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.net,mailto:nobody@elsewhere.example\"",
                "_smtp._tls.example.net. TXT \"v=TLSRPTv1; rua=mailto:tls@example.net\"");
        try (SmtpSink sink = new SmtpSink(); TestQueue queue = TestQueue.relaying(node, "[127.0.0.1]:" + sink.port(), TestSigning.signer("example.org"))) {
            List<Reporting> nodes = List.of(new Reporting(SETTINGS, node.database(), "first", clock), new Reporting(SETTINGS, node.database(), "second", clock));
            clock.step(Duration.ofHours(12));
            message(nodes.get(0), "192.0.2.1", true);
            message(nodes.get(0), "192.0.2.1", true);
            message(nodes.get(1), "192.0.2.1", true);
            message(nodes.get(1), "192.0.2.66", false);
            join(nodes.stream().map(each -> each.collector().write()).toList());
            message(nodes.get(0), "192.0.2.1", true);
            session(nodes.get(0), Optional.empty());
            session(nodes.get(1), Optional.empty());
            session(nodes.get(1), Optional.of(new CertificateFault(ResultType.CERTIFICATE_EXPIRED, "since yesterday")));
            join(nodes.stream().map(each -> each.collector().write()).toList());
            List<ReportSender> senders = nodes.stream().map(each -> each.sender(queue.ownMail(), TestLookups.of(dns, Duration.ofSeconds(5)),
                    new HttpsPost(TestLookups.of(dns, Duration.ofSeconds(5)), HttpsPost::isPublic, Optional.empty()), "example.org")).toList();
            join(senders.stream().map(ReportSender::round).toList());
            clock.step(Duration.ofHours(12));
            join(senders.stream().map(ReportSender::round).toList());
            assertThat(senders).allSatisfy(each -> assertThat(each.sent()).isZero());       // it is not time

            clock.step(Duration.ofHours(1).plusMinutes(20));
            join(senders.stream().map(ReportSender::round).toList());
            clock.step(Duration.ofHours(1));
            join(senders.stream().map(ReportSender::round).toList());
            assertThat(senders.stream().mapToLong(ReportSender::sent).sum()).isEqualTo(2);
            Await.until("both reports have come", PATIENCE, () -> files(sink.messages(), ".gz").size() == 2);

            AggregateReport dmarc = ((AggregateReading.Read) AggregateReader.ofFile(files(sink.messages(), ".xml.gz").get(0), 1 << 20)).report();
            assertThat(dmarc.metadata().organization()).isEqualTo("Example Organization");
            assertThat(dmarc.metadata().begin()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(dmarc.metadata().end()).isEqualTo("2026-01-01T23:59:59Z");
            assertThat(dmarc.policy().policy()).isEqualTo(DmarcPolicy.REJECT);
            assertThat(dmarc.rows()).extracting(row -> row.facts().source() + " " + row.facts().disposition() + " " + row.facts().spfAligned() + " " + row.count())
                    .containsExactlyInAnyOrder("192.0.2.1 NONE true 4", "192.0.2.66 REJECT false 1");
            TlsReport tls = TlsReportReader.read(files(sink.messages(), ".json.gz").get(0));
            assertThat(tls.policies()).singleElement().satisfies(each -> {
                assertThat(each.successes()).isEqualTo(2);
                assertThat(each.failures()).isEqualTo(1);
                assertThat(each.details()).extracting(FailureDetails::resultType).containsExactly("certificate-expired");
            });
            assertThat(sink.messages()).contains("DKIM-Signature: ").contains("X-Mail-Args: <>").contains("dmarc@example.net").contains("tls@example.net")
                    .doesNotContain("elsewhere.example");
        }
    }

    private static byte[] dmarcMail(Instant begin) {
        AggregateReport report = new AggregateReport(new AggregateReport.Metadata("Receiver", "postmaster@example.net", Optional.empty(), "1@example.net", begin,
                begin.plusSeconds(86_399), List.of()), ReportedPolicy.of(new PublishedPolicy("example.org", RECORD)), List.of(
                row("192.0.2.1", DmarcPolicy.NONE, true, 40), row("192.0.2.66", DmarcPolicy.REJECT, false, 2)));
        return AggregateMail.of(report, AggregateWriter.gzip(report), "example.net", new ReportMail.Envelope(Address.parse("postmaster@example.net").orElseThrow(),
                List.of(Address.parse("dmarc-reports@example.org").orElseThrow()), begin.atZone(ZoneOffset.UTC), "<1@example.net>", "b1")).octets();
    }

    private static ReportRow row(String source, DmarcPolicy disposition, boolean aligned, long count) {
        return new ReportRow(new RowFacts(source, disposition, aligned, aligned, List.of(), Optional.empty(), "", "example.org", List.of(), List.of()), count);
    }

    private static byte[] tlsMail(Instant begin) {
        TlsReport report = new TlsReport("Sender", begin, begin.plusSeconds(86_399), "postmaster@example.net", "2@example.net", List.of(new PolicyResults(PolicyType.STS,
                List.of(), "example.org", List.of(), 17, 3, List.of(new FailureDetails("certificate-expired", Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), 3, Optional.empty(), Optional.empty())))));
        return new TlsReportMessage(report, "example.org", Address.parse("postmaster@example.net").orElseThrow(), Address.parse("postmaster@example.org").orElseThrow(), "t2",
                begin.atZone(ZoneOffset.UTC)).octets();
    }

    private static void send(NodeProcess process, String to, byte[] message) throws IOException {
        try (SmtpClient client = SmtpClient.hello(process.port("smtp"))) {
            assertThat(client.transaction("", to, message)).startsWith("250 ");
            client.ask("QUIT");
        }
    }

    @Test
    void aNodeTellsOfAMessageThatFails() throws IOException {
        dns.add("_dmarc.example.net. TXT \"v=DMARC1; p=quarantine; ruf=mailto:smith@example.org\"", "example.net._report._dmarc.example.org. TXT \"v=DMARC1\"");
        try (NodeProcess process = NodeProcess.start("failure-reports", "sterna.dns.servers=[\"" + dns.address() + "\"]", "sterna.trust.exempt-networks=[]",
                "sterna.trust.reports.from=reports@example.org", "sterna.trust.reports.failure.enabled=true")) {
            List<String> users = process.accounts("smith", "jones");
            process.admin("domain", "dkim", "example.org", "rotate").lines().filter(line -> line.contains(" IN TXT "))
                    .forEach(record -> process.admin("domain", "dkim", "example.org", "activate", record.substring(0, record.indexOf('.'))));
            try (SmtpClient client = SmtpClient.hello(process.port("smtp"))) {
                assertThat(client.transaction("bob@example.com", users.get(1), "From: bob@example.net\r\nSubject: Forged\r\n\r\ntext\r\n".getBytes(ISO_8859_1))).startsWith("250 ");
                client.ask("QUIT");
            }
            Await.until("the report has come", PATIENCE, () -> !failureReports(process, users.get(0)).isEmpty());
            assertThat(failureReports(process, users.get(0))).singleElement().asString().contains("From: <reports@example.org>").contains("DKIM-Signature: ")
                    .contains("Auth-Failure: dmarc\r\nDelivery-Result: spam\r\n").contains("Reported-Domain: example.net\r\n").contains("Subject: Forged\r\n")
                    .doesNotContain(users.get(1));
        }
    }

    private static List<String> failureReports(NodeProcess process, String user) {
        try {
            return Maildrop.read(process, user, "message/feedback-report");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatOthersReportIsSummedUp() throws IOException {
        try (NodeProcess process = NodeProcess.start("domain-reports")) {
            String user = process.accounts("smith").get(0);
            process.admin("alias", "add", "dmarc-reports@example.org", user);
            Instant begin = LocalDate.now(ZoneOffset.UTC).minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            send(process, "dmarc-reports@example.org", dmarcMail(begin));
            send(process, "postmaster@example.org", tlsMail(begin));
            send(process, "dmarc-reports@example.org", new String(dmarcMail(begin), ISO_8859_1).replace("Message-ID: <1@", "Message-ID: <3@").getBytes(ISO_8859_1));
            send(process, user, dmarcMail(begin.minusSeconds(86_400)));                 // not to a report address
            send(process, "dmarc-reports@example.org", "From: x@example.net\r\nContent-Type: application/gzip\r\n\r\nno gzip\r\n".getBytes(ISO_8859_1));
            Await.until("both are read", PATIENCE, () -> process.admin("domain", "report", "example.org", "--days", "7").contains("tls: 1 reports"));
            assertThat(process.admin("domain", "report", "example.org", "--days", "7").lines().skip(1)).containsExactly(
                    "dmarc: 1 reports by 1 organizations, 42 messages",
                    "  aligned by dkim+spf: 40",
                    "  aligned by nothing: 2",
                    "  disposition none: 40",
                    "  disposition reject: 2",
                    "  from 192.0.2.1: 40, aligned by nothing: 0",
                    "  from 192.0.2.66: 2, aligned by nothing: 2",
                    "tls: 1 reports by 1 organizations, 17 sessions as they should be, 3 failed",
                    "  certificate-expired (policy sts): 3");
        }
    }
}
