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
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;

class DeliveryReportTest {
    private static final ZonedDateTime ARRIVAL = ZonedDateTime.of(2026, 11, 21, 23, 4, 15, 0, ZoneOffset.UTC);
    private static final ReportOrigin ORIGIN =
            new ReportOrigin("mx.example.org", "<r1@mx.example.org>", "b0undary", ARRIVAL.plusHours(1));
    private static final ReportedRecipient REFUSED = failed("<jones@example.net>", new EnhancedStatus(5, 1, 1), "refused", Optional.of("mx.example.net"),
            Optional.of(Reply.of(550, "5.1.1", "No such user here. " + "Sorry. ".repeat(20).strip())));
    private static final ReportedRecipient EXPIRED = failed("<postmaster>", new EnhancedStatus(4, 4, 7),
            "No answer from mx.example.com for five days.", Optional.empty(), Optional.empty());
    private static final Address SMITH = Address.parse("smith@example.org").orElseThrow();
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
        ReportedRecipient wordy = failed("<jones@example.net>", new EnhancedStatus(5, 1, 1), "", Optional.empty(),
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

    @Test
    void whatTheSenderSaidComesBack() {                          // RFC 3461 section 6.3, RFC 2852 section 5, RFC 4865 section 5.1.2
        ReportSubject subject = new ReportSubject(SMITH, ARRIVAL, Optional.of("QQ+1=2"), Optional.of(ARRIVAL.plusMinutes(2)), Optional.of("for;60"));
        String status = new String(new DeliveryReport(ORIGIN, subject, List.of(with(Action.FAILED, Optional.of(new OriginalRecipient("rfc822",
                "Jones\r\n@example.com")), Optional.empty())), ReturnedMessage.headerSection(HEADER.getBytes(StandardCharsets.US_ASCII), false)).octets(),
                StandardCharsets.US_ASCII).split("--b0undary")[2];
        assertThat(status).contains("Original-Envelope-Id: QQ+1=2\r\nReporting-MTA: dns; mx.example.org\r\n",
                "\r\nDeliver-By-Date: Sat, 21 Nov 2026 23:06:15 +0000\r\nFuture-Release-Request: for;60\r\n\r\n",
                "\r\n\r\nOriginal-Recipient: rfc822;Jones??@example.com\r\nFinal-Recipient: rfc822; jones@example.net\r\nAction: failed\r\n");
    }

    @Test
    void eachActionHasItsWords() {                               // RFC 3464 section 2.3.3
        assertThat(report(HEADER, with(Action.DELIVERED, Optional.empty(), Optional.empty()))).contains("Subject: Your message was delivered\r\n",
                "\r\nAction: delivered\r\n");
        assertThat(report(HEADER, with(Action.RELAYED, Optional.empty(), Optional.empty()))).contains("Subject: Your message was relayed\r\n",
                "\r\nAction: relayed\r\n");
        assertThat(report(HEADER, with(Action.DELAYED, Optional.empty(), Optional.of(ARRIVAL.plusDays(5))))).contains(
                "Subject: Your message is delayed\r\n", "\r\nAction: delayed\r\n", "\r\nLast-Attempt-Date: Sun, 22 Nov 2026 00:04:15 +0000\r\nWill-Retry-Until: Thu, 26 Nov 2026 23:04:15 +0000\r\n",
                "\r\n    So it is.\r\n    It is tried until Thursday, 26 November 2026, 23:04 (UTC+00:00).\r\n");
        assertThat(report(HEADER, with(Action.EXPANDED, Optional.empty(), Optional.empty()))).contains("Subject: Your message was passed on\r\n",
                "\r\nAction: expanded\r\n");
    }

    @Test
    void theWholeMessageComesBackAsItWas() {                     // RFC 3461 section 4.3
        String message = HEADER + "\r\nHello\r\n\r\n";
        assertThat(whole(message, false)).contains("\r\nContent-Type: message/rfc822\r\n\r\n" + message + "\r\n--b0undary--");
        assertThat(whole(message, false).replace("\r\n", " ")).contains("Your message is attached.");
        DeliveryReport eightBit = new DeliveryReport(ORIGIN, ReportSubject.of(SMITH, ARRIVAL), List.of(REFUSED),
                ReturnedMessage.whole((HEADER + "\r\ngr\u00fc\u00dfe\r\n").getBytes(StandardCharsets.ISO_8859_1), false));
        assertThat(eightBit.body()).isEqualTo(BodyType.EIGHT_BIT_MIME);
        assertThat(new String(eightBit.octets(), StandardCharsets.ISO_8859_1)).contains("Content-Transfer-Encoding: 8bit\r\n\r\nThis is",
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", "\r\ngr\u00fc\u00dfe\r\n");
    }

    @Test
    void whatIsBinaryComesBackAsItsHeaderSection() {             // RFC 2046 section 5.2.1: message/rfc822 cannot be encoded
        assertThat(whole(HEADER + "\r\nx\0y", false)).contains("Content-Type: text/rfc822-headers\r\n\r\n" + HEADER).doesNotContain("message/rfc822");
    }

    @Test
    void internationalMailIsReportedInSevenBits() {              // RFC 6533 section 4
        ReportedRecipient joerg = new ReportedRecipient(ForwardPath.parse("<j\u00f6rg@example.net>", AddressForm.UTF8).orElseThrow(), Optional.empty(),
                new ReportedRecipient.Result(Action.FAILED, new EnhancedStatus(5, 6, 7), "no SMTPUTF8"), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
        DeliveryReport report = new DeliveryReport(ORIGIN, ReportSubject.of(SMITH, ARRIVAL), List.of(joerg),
                ReturnedMessage.headerSection("Subject: gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.UTF_8), true));
        String text = new String(report.octets(), StandardCharsets.UTF_8);
        assertThat(report.needsUtf8()).isFalse();
        assertThat(text.chars()).allMatch(c -> c < 128);
        assertThat(text).contains("Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: quoted-printable\r\n",
                "\r\nFinal-Recipient: utf-8; j=C3=B6rg@example.net\r\n", "Content-Type: text/plain; charset=utf-8\r\n",
                "Content-Type: message/global-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSubject: gr=C3=BC=C3=9Fe\r\n");
        assertThat(whole("Subject: gr\u00fc\u00dfe\r\n\r\nx\r\n", true)).contains("Content-Type: message/global\r\nContent-Transfer-Encoding: quoted-printable");
    }

    @Test
    void onlyTheAddressItGoesToNeedsUtf8() {
        Address joerg = Address.parse("j\u00f6rg@example.net", AddressForm.UTF8).orElseThrow();
        DeliveryReport report = new DeliveryReport(ORIGIN, ReportSubject.of(joerg, ARRIVAL), List.of(REFUSED),
                ReturnedMessage.headerSection(HEADER.getBytes(StandardCharsets.US_ASCII), false));
        assertThat(report.needsUtf8()).isTrue();
        assertThat(new String(report.octets(), StandardCharsets.UTF_8)).contains("\r\nTo: <j\u00f6rg@example.net>\r\n");
    }

    @Test
    void theRemoteHostIsNamedForMachinesAndWhereItWasForPeople() {                         // RFC 3464 section 2.3.5
        String[] parts = report(HEADER, failed("<jones@example.net>", new EnhancedStatus(5, 1, 1), "no",
                Optional.of("mx.example.net [192.0.2.1]:25"), Optional.of(Reply.of(550, "5.1.1", "no")))).split("--b0undary");
        assertThat(parts[1]).contains("The mail server mx.example.net [192.0.2.1]:25 answered:");
        assertThat(parts[2]).contains("\r\nRemote-MTA: dns; mx.example.net\r\n");
    }

    private static ReportedRecipient failed(String path, EnhancedStatus status, String reason, Optional<String> host, Optional<Reply> reply) {
        return new ReportedRecipient(ForwardPath.parse(path).orElseThrow(), Optional.empty(),
                new ReportedRecipient.Result(Action.FAILED, status, reason), host, reply, Optional.empty(), Optional.empty());
    }

    private static ReportedRecipient with(Action action, Optional<OriginalRecipient> original, Optional<ZonedDateTime> until) {
        return new ReportedRecipient(REFUSED.forwardPath(), original, new ReportedRecipient.Result(action, new EnhancedStatus(4, 0, 0), "so it is"),
                Optional.empty(), Optional.empty(), Optional.of(ARRIVAL.plusHours(1)), until);
    }

    private static String whole(String message, boolean utf8) {
        return new String(new DeliveryReport(ORIGIN, ReportSubject.of(SMITH, ARRIVAL), List.of(REFUSED),
                ReturnedMessage.whole(message.getBytes(StandardCharsets.UTF_8), utf8)).octets(), StandardCharsets.UTF_8);
    }

    private static String report(String header, ReportedRecipient... recipients) {
        byte[] octets = new DeliveryReport(ORIGIN, ReportSubject.of(SMITH, ARRIVAL), List.of(recipients),
                ReturnedMessage.headerSection(header.getBytes(StandardCharsets.ISO_8859_1), false)).octets();
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
