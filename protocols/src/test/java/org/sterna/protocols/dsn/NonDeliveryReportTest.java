package org.sterna.protocols.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Reply;

class NonDeliveryReportTest {
    private static final ZonedDateTime ARRIVAL = ZonedDateTime.of(2026, 11, 21, 23, 4, 15, 0, ZoneOffset.UTC);
    private static final ReportOrigin ORIGIN =
            new ReportOrigin("mx.example.org", "<r1@mx.example.org>", "b0undary", ARRIVAL.plusHours(1));
    private static final FailedRecipient REFUSED = new FailedRecipient(
            ForwardPath.parse("<jones@example.net>").orElseThrow(), new EnhancedStatus(5, 1, 1), "refused",
            Optional.of("mx.example.net"), Optional.of(Reply.of(550, "5.1.1", "No such user here. " + "Sorry. ".repeat(20))));
    private static final FailedRecipient EXPIRED = new FailedRecipient(
            ForwardPath.parse("<postmaster>").orElseThrow(), new EnhancedStatus(4, 4, 7),
            "No answer from mx.example.com for five days.", Optional.empty(), Optional.empty());
    private static final String HEADER = "From: <smith@example.org>\r\nSubject: Hi\r\n";

    @Test
    void hasTheThreePartsOfAReport() {                           // RFC 6522 section 3
        String[] parts = report(HEADER, REFUSED).split("--b0undary");
        assertThat(parts).hasSize(5);
        assertThat(parts[0]).startsWith("From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\n")
                .contains("\r\nTo: <smith@example.org>\r\n", "\r\nAuto-Submitted: auto-replied\r\n",
                        "\r\nDate: Sun, 22 Nov 2026 00:04:15 +0000\r\n", "\r\nMessage-ID: <r1@mx.example.org>\r\n",
                        "\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"b0undary\"\r\n\r\n");
        assertThat(parts[1]).startsWith("\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n")
                .contains("jones@example.net\r\n", "The mail server mx.example.net answered:", "550 5.1.1 No such user");
        assertThat(parts[3]).isEqualTo("\r\nContent-Type: text/rfc822-headers\r\n\r\n" + HEADER + "\r\n");
        assertThat(parts[4]).isEqualTo("--\r\n");
    }

    @Test
    void statusIsForMachines() {                                 // RFC 3464 section 2.1
        String status = report(HEADER, REFUSED, EXPIRED).split("--b0undary")[2].replace("\r\n\t", " ");
        assertThat(status.strip()).isEqualTo(("""
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org
                Arrival-Date: Sat, 21 Nov 2026 23:04:15 +0000

                Final-Recipient: rfc822; jones@example.net
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.example.net
                Diagnostic-Code: smtp; 550 5.1.1 No such user here. %s

                Final-Recipient: rfc822; postmaster@mx.example.org
                Action: failed
                Status: 4.4.7""".formatted("Sorry. ".repeat(20).strip())).replace("\n", "\r\n"));
    }

    @Test
    void ownFindingsAreToldInWords() {
        assertThat(report(HEADER, EXPIRED)).contains("    No answer from mx.example.com for five days.\r\n");
    }

    @Test
    void linesAreShortAsciiWhateverTheHeaderHolds() {
        String wild = "Subject: gr\u00fc\u00dfe =\t\r\nX: " + "y".repeat(1200) + "\r\nbare\nfeed\0\r\n";
        FailedRecipient wordy = new FailedRecipient(REFUSED.forwardPath(), REFUSED.status(), "", Optional.empty(),
                Optional.of(Reply.plain(550, "z".repeat(2000))));
        String report = report(wild, wordy);
        assertThat(report.chars()).allMatch(c -> c < 127 && c > 0);
        assertThat(report.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(report.split("\r\n")).allMatch(line -> line.length() <= 78);
        assertThat(report).contains("Content-Transfer-Encoding: quoted-printable",
                "Subject: gr=FC=DFe =3D=09\r\n", "bare=0Afeed=00\r\n");
    }

    @Test
    void hugeHeaderSectionIsCutAtALineEnd() {
        String report = report("X-Filler: 0123456789\r\n".repeat(10_000), REFUSED);
        assertThat(report.length()).isBetween(60_000, 70_000);
        assertThat(report).contains("X-Filler: 0123456789\r\n\r\n--b0undary--");
    }

    @Test
    void needsARecipientAndAGoodBoundary() {
        assertThatThrownBy(() -> report(HEADER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportOrigin("h", "<i>", "b\r\n", ARRIVAL)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String report(String header, FailedRecipient... failures) {
        byte[] octets = new NonDeliveryReport(ORIGIN, Address.parse("smith@example.org").orElseThrow(), ARRIVAL,
                List.of(failures), header.getBytes(StandardCharsets.ISO_8859_1)).octets();
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
