package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.await;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.delivery.ParsedReport;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.dns.dnsjava.DnsjavaLookup;
import org.sterna.platform.node.TestSigning;
import org.sterna.platform.report.FailureReports;
import org.sterna.protocols.message.HeaderFields;

/** Messages that fail, over real sockets, and what the domains of their authors are told: the reports go through the queue to a mailbox of the node itself. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class FailureReportsTest {
    private static final String ALICE = "alice@example.org";
    private static final String ON = "sterna.trust.reports.failure.enabled=true";
    private static int mailboxes;
    private static ReceptionNode node;

    private final TestDnsServer dns = TestDnsServer.start();
    private final DnsjavaLookup lookup = TestLookups.of(dns, Duration.ofSeconds(5));
    private final SteppedClock clock = new SteppedClock();
    /** Of each test its own. */
    private final String local = "reports" + ++mailboxes;
    private final String reports = local + "@example.org";

    @BeforeAll
    static void start() {
        node = ReceptionNode.signing(TestSigning.signer("example.org"), ALICE);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void begin() {
        node.account(reports);
    }

    @AfterEach
    void end() {
        dns.close();
    }

    private void policy(String domain, String more) {
        dns.add("_dmarc." + domain + ". TXT \"v=DMARC1; p=none; " + more + "\"", domain + "._report._dmarc.example.org. TXT \"v=DMARC1\"");
    }

    private SmtpClient client(FailureReports failures) throws IOException {
        return SmtpClient.greeted(node.listen(reception -> reception.withDns(lookup).withAll(failures), "sterna.trust.exempt-networks=[]"));
    }

    private FailureReports failures(String... sets) {
        List<String> all = new ArrayList<>(List.of(sets));
        all.add(ON);
        return node.failureReports(lookup, clock, all.toArray(String[]::new)).orElseThrow();
    }

    private static void send(SmtpClient client, String reversePath, String fields) throws IOException {
        assertThat(client.envelope(reversePath, ALICE).data(fields + dated())).startsWith("250 ");
    }

    private List<ParsedReport> arrived() {
        return node.messages(reports).stream().map(text -> ParsedReport.of(text.getBytes(ISO_8859_1))).toList();
    }

    /** The part for machines. */
    private static Map<String, String> told(ParsedReport report) {
        return report.groups().get(0);
    }

    @Test
    void nobodyIsToldAnythingUnlessTheOperatorWantsIt() {
        assertThat(node.failureReports(lookup, clock)).isEmpty();
        assertThat(node.failureReports(lookup, clock, ON)).isPresent();
    }

    @Test
    void theDomainIsToldOfTheFirstMessageAndNotOfTheSecond() throws IOException {
        policy("example.net", "fo=1; ruf=mailto:" + reports + ",mailto:x@elsewhere.example,https://example.net/");
        dns.add("bounces.example.net. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"");
        try (FailureReports failures = failures("sterna.trust.reports.failure.daily=1"); SmtpClient client = client(failures)) {
            send(client, "x@bounces.example.net", "Received: from a by b for <secret@example.com>; today\r\nFrom: Bob <bob@example.net>\r\nTo: secret@example.com\r\n");
            await("the report has come", () -> !node.messages(reports).isEmpty());
            ParsedReport report = arrived().get(0);
            assertThat(report.header().get("content-type")).contains("multipart/report").contains("report-type=feedback-report");
            assertThat(report.header()).containsEntry("from", "<postmaster@mail.example.org>").containsEntry("to", "<" + reports + ">")
                    .containsEntry("subject", "Authentication failure: example.net").containsEntry("auto-submitted", "auto-generated").containsEntry("return-path", "<>");
            assertThat(report.header().get("dkim-signature")).contains("d=example.org");
            assertThat(report.parts()).extracting(ParsedReport.Part::type).containsExactly("text/plain", "message/feedback-report", "text/rfc822-headers");
            assertThat(told(report)).containsEntry("Feedback-Type", "auth-failure").containsEntry("Version", "1").containsEntry("User-Agent", "Sterna")
                    .containsEntry("Auth-Failure", "dmarc").containsEntry("Delivery-Result", "delivered").containsEntry("Identity-Alignment", "none")
                    .containsEntry("Reported-Domain", "example.net").containsEntry("Source-IP", "127.0.0.1").containsEntry("Original-Mail-From", "<x@bounces.example.net>")
                    .containsEntry("SPF-DNS", "txt : bounces.example.net : \"v=spf1 ip4:192.0.2.0/24 -all\"")
                    .containsEntry("Authentication-Results", "mail.example.org; dmarc=fail header.from=example.net").containsKey("Arrival-Date").doesNotContainKey("DKIM-Domain");
            HeaderFields header = HeaderFields.parse(report.parts().get(2).text());
            assertThat(header.fields()).extracting(field -> field.name()).containsExactly("Received", "From", "Date", "Message-ID", "Subject");
            assertThat(node.messages(reports).get(0)).doesNotContain("secret").doesNotContain(ALICE);

            send(client, "x@bounces.example.net", "From: Bob <bob@sub.example.net>\r\n");
            await("it is not told", () -> failures.limited() == 1);
            clock.step(Duration.ofDays(1));
            send(client, "x@bounces.example.net", "From: Bob <bob@sub.example.net>\r\n");
            await("the report of the next day has come", () -> node.messages(reports).size() == 2);
            assertThat(told(arrived().get(1))).containsEntry("Reported-Domain", "sub.example.net");
            assertThat(failures.sent()).isEqualTo(2);
            assertThat(failures.failed() + failures.dropped()).isZero();
        }
    }

    @Test
    void whatMayBeAReportIsNotReported() throws IOException {
        policy("example.edu", "ruf=mailto:" + reports);
        try (FailureReports failures = failures(); SmtpClient client = client(failures)) {
            String from = "From: carol@example.edu\r\n";
            send(client, "", from);
            send(client, "x@example.com", from + "Auto-Submitted: auto-generated\r\n");
            send(client, "x@example.com", from + "Content-Type: Multipart/Report;\r\n report-type=feedback-report; boundary=b\r\n");
            send(client, "postmaster@mail.example.org", from);
            send(client, "x@example.com", "From: carol@example.edu, <Postmaster@mail.example.org>\r\nSender: carol@example.edu\r\n");
            send(client, "last@example.com", from + "Auto-Submitted: no\r\n");
            await("the report has come", () -> !node.messages(reports).isEmpty());
            assertThat(arrived()).singleElement().satisfies(report -> assertThat(told(report)).containsEntry("Original-Mail-From", "<last@example.com>"));
            assertThat(failures.sent()).isEqualTo(1);
        }
    }

    @Test
    void signaturesAndHostsAreToldOfWhereTheDomainAsks() throws IOException {
        policy("example.info", "fo=d; ruf=mailto:" + reports);
        policy("example.com", "fo=s; ruf=mailto:" + reports + "!1m");
        dns.add("example.com. TXT \"v=spf1 -all\"", "old._domainkey.example.info. TXT \"v=DKIM1; p=\"");
        try (FailureReports failures = failures(); SmtpClient client = client(failures)) {
            send(client, "x@example.info", "DKIM-Signature: v=1; a=rsa-sha256; d=example.info; i=@a.example.info; s=old; h=from; bh=" + "A".repeat(43)
                    + "=; b=AAAA\r\nFrom: dave@example.info\r\n");
            send(client, "x@example.com", "From: erin@example.com\r\n");
            await("both reports have come", () -> node.messages(reports).size() == 2);
            assertThat(arrived()).extracting(FailureReportsTest::told).anySatisfy(fields -> assertThat(fields).containsEntry("Auth-Failure", "revoked")
                    .containsEntry("DKIM-Domain", "example.info").containsEntry("DKIM-Identity", "@a.example.info").containsEntry("DKIM-Selector", "old"))
                    .anySatisfy(fields -> assertThat(fields).containsEntry("Auth-Failure", "spf")
                    .containsEntry("Authentication-Results", "mail.example.org; spf=fail smtp.mailfrom=example.com").containsEntry("Reported-Domain", "example.com"));
        }
    }

    @Test
    void whoDoesNotAgreeOrIsFullGetsNothing() throws IOException {
        policy("example.net", "ruf=mailto:" + reports + "!100");
        dns.add("_dmarc.example.edu. TXT \"v=DMARC1; p=none; ruf=mailto:" + reports + "\"").fail("example.edu._report._dmarc.example.org")
                .add("_dmarc.example.info. TXT \"v=DMARC1; p=none; ruf=mailto:" + local + "@sub.elsewhere.example\"");
        policy("example.com", "ruf=mailto:" + reports);
        try (FailureReports failures = failures(); SmtpClient client = client(failures)) {
            for (String domain : List.of("example.net", "example.edu", "example.info", "example.com")) {
                send(client, "x@nowhere.example", "From: frank@" + domain + "\r\n");
            }
            await("the last report has come", () -> !node.messages(reports).isEmpty());
            assertThat(arrived()).singleElement().satisfies(report -> assertThat(told(report)).containsEntry("Reported-Domain", "example.com"));
            assertThat(failures.sent()).isEqualTo(1);
        }
    }
}
