package org.sterna.protocols.dmarc.failure;

import java.nio.charset.StandardCharsets;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.feedback.ReportMail;
import org.sterna.protocols.smtp.TraceFields;

/**
 * The message that carries a failure report (RFC 5965 section 2). Its subject is our own, though RFC 5965 wants that of the reported message: a stranger's words are not sent on in our
 * name where people read first.
 *
 * @param envelope all addresses in ASCII
 */
public record FailureMail(FailureReport report, ReportMail.Envelope envelope) {

    /** @throws IllegalArgumentException when an address needs UTF-8 */
    public FailureMail {
        if (envelope.from().needsUtf8() || envelope.to().stream().anyMatch(Address::needsUtf8)) {
            throw new IllegalArgumentException("addresses in ASCII are wanted");
        }
    }

    /** The whole message in ASCII, lines of at most 998 octets with CRLF; the octets are the caller's. */
    public byte[] octets() {
        String domain = report.evaluation().authorDomain().replaceAll("[^!-~]", "?");
        String delimiter = "--" + envelope.boundary();
        return String.join("\r\n",
                "From: <" + envelope.from() + ">",
                "To: " + String.join(",\r\n\t", envelope.to().stream().map(to -> "<" + to + ">").toList()),
                "Subject: Authentication failure: " + domain,
                "Date: " + TraceFields.dateTime(envelope.date()),
                "Message-ID: " + envelope.messageId(),
                "Auto-Submitted: auto-generated",               // RFC 3834 section 5
                "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=feedback-report;",
                "\tboundary=\"" + envelope.boundary() + "\"",
                "",
                "This is a multipart message in MIME format.",
                "",
                delimiter,
                "Content-Type: text/plain; charset=us-ascii",
                "",
                "This is an authentication failure report (RFC 6591) about a message that",
                "says to be from " + domain + ",",
                "received on " + TraceFields.dateTime(report.arrival().at()) + ".",
                "The DMARC record of the domain asks for it. Recipients, the body, and header",
                "fields that may tell of them are left out.",
                "",
                delimiter,
                "Content-Type: message/feedback-report",
                "",
                report.fields(),
                delimiter,
                "Content-Type: text/rfc822-headers; charset=us-ascii",
                "",
                report.header(),
                delimiter + "--",
                "").getBytes(StandardCharsets.US_ASCII);
    }
}
