package org.sterna.protocols.tlsrpt;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Base64;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.TraceFields;

/**
 * The message that carries a report (RFC 8460 section 5.3). It must be signed by DKIM in the domain of {@code from} (section 3), which is the caller's part; it says
 * itself that it is sent whatever DANE or MTA-STS say.
 *
 * @param policyDomain the domain that the report is about, in A-labels
 * @param from         its domain is that of the report's contact
 * @param token        1 to 40 letters and digits that no other message has; of the boundary, the Message-ID and the file's name
 */
public record TlsReportMessage(TlsReport report, String policyDomain, Address from, Address to, String token, ZonedDateTime date) {
    private static final int WIDTH = 76;

    /** @throws IllegalArgumentException when the token or an address has another form */
    public TlsReportMessage {
        if (!token.matches("[A-Za-z0-9]{1,40}") || from.needsUtf8() || to.needsUtf8()) {
            throw new IllegalArgumentException("letters and digits, and addresses in ASCII are wanted");
        }
    }

    /** RFC 8460 section 5.1. */
    public String fileName() {
        return submitter() + "!" + policyDomain + "!" + report.start().getEpochSecond() + "!" + report.end().getEpochSecond() + "!" + token + ".json.gz";
    }

    /** With its angle brackets. */
    public String messageId() {
        return "<" + token + "@" + submitter() + ">";
    }

    private String submitter() {
        return from.domain().text();
    }

    /** The whole message in ASCII, lines with CRLF; the octets are the caller's. */
    public byte[] octets() {
        String boundary = "report-" + token;
        String attachment = Base64.getMimeEncoder(WIDTH, "\r\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(TlsReportWriter.gzip(report));
        return String.join("\r\n",
                "From: <" + from + ">",
                "To: <" + to + ">",
                "Subject: Report Domain: " + policyDomain,
                " Submitter: " + submitter(),
                " Report-ID: <" + token + "@" + submitter() + ">",
                "Date: " + TraceFields.dateTime(date),
                "Message-ID: " + messageId(),
                "TLS-Report-Domain: " + policyDomain,
                "TLS-Report-Submitter: " + submitter(),
                "Auto-Submitted: auto-generated",               // RFC 3834 section 5
                "TLS-Required: No",                             // RFC 8460 section 5.3, by RFC 8689 section 3
                "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=\"tlsrpt\";",
                "\tboundary=\"" + boundary + "\"",
                "",
                "This is a multipart message in MIME format.",
                "",
                "--" + boundary,
                "Content-Type: text/plain; charset=us-ascii",
                "",
                "This is an aggregate report on the TLS sessions of " + submitter(),
                "with the mail hosts of " + policyDomain + ".",
                "",
                "--" + boundary,
                "Content-Type: application/tlsrpt+gzip",
                "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment;",
                "\tfilename=\"" + fileName() + "\"",
                "",
                attachment,
                "--" + boundary + "--",
                "").getBytes(StandardCharsets.US_ASCII);
    }
}
