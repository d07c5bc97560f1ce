package org.sterna.protocols.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.Postmaster;
import org.sterna.protocols.smtp.TraceFields;

/**
 * The message that tells a sender what could not be delivered. RFC 3464. It is sent with the null reverse-path, and
 * never about a message that had one (RFC 5321 section 6.1); both are the caller's part.
 */
public final class NonDeliveryReport {
    private static final int WIDTH = 76;

    private final ReportOrigin origin;
    private final Address addressee;
    private final ZonedDateTime arrival;
    private final List<FailedRecipient> failures;
    private final byte[] headerSection;

    /**
     * @param addressee the reverse-path of the message
     * @param arrival when the message was accepted
     * @param failures at least one
     * @param headerSection of the message, octet for octet; the caller must not change it afterwards
     */
    public NonDeliveryReport(ReportOrigin origin, Address addressee, ZonedDateTime arrival,
            List<FailedRecipient> failures, byte[] headerSection) {
        if (failures.isEmpty()) {
            throw new IllegalArgumentException("a report needs a failed recipient");
        }
        this.origin = origin;
        this.addressee = addressee;
        this.arrival = arrival;
        this.failures = List.copyOf(failures);
        this.headerSection = headerSection;
    }

    /** The whole message: lines of at most 998 octets of ASCII, each with CRLF. The caller owns the octets. */
    public byte[] octets() {
        StringBuilder head = new StringBuilder();
        appendHeaderSection(head);
        appendExplanation(head);
        appendDeliveryStatus(head);
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + headerSection.length + 512);
        message.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(OriginalHeaderSection.part(origin.boundary(), headerSection));
        message.writeBytes(("--" + origin.boundary() + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return message.toByteArray();
    }

    private void appendHeaderSection(StringBuilder out) {
        line(out, "From: Mail Delivery System <MAILER-DAEMON@" + origin.hostName() + ">");
        line(out, "To: <" + addressee + ">");
        line(out, "Subject: Your message could not be delivered");
        line(out, "Date: " + TraceFields.dateTime(origin.date()));
        line(out, "Message-ID: " + origin.messageId());
        line(out, "Auto-Submitted: auto-replied"); // RFC 3834 section 5
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: multipart/report; report-type=delivery-status;"); // RFC 6522 section 3
        line(out, "\tboundary=\"" + origin.boundary() + "\"");
        line(out, "");
        line(out, "This is a delivery report in MIME format.");
        line(out, "");
    }

    /** RFC 6522 section 3: the first part is for a person. */
    private void appendExplanation(StringBuilder out) {
        startPart(out, "text/plain; charset=us-ascii");
        paragraph(out, "", "Your message could not be delivered to " + (failures.size() == 1
                ? "the recipient below."
                : "the " + failures.size() + " recipients below.")
                + " It will not be tried again. If it was important, please check the address, or reach the recipient "
                + "in another way.");
        for (FailedRecipient failure : failures) {
            line(out, "");
            line(out, "  " + finalRecipient(failure.forwardPath()));
            failure.reply().ifPresentOrElse(
                    reply -> {
                        paragraph(out, "    ", failure.remoteHost().map(host -> "The mail server " + host)
                                .orElse("The mail server") + " answered:");
                        paragraph(out, "    ", reply.toString());
                    },
                    () -> paragraph(out, "    ", failure.reason()));
        }
        line(out, "");
        paragraph(out, "", "This report was written by the mail system at " + origin.hostName()
                + ". The header of your message is attached.");
        line(out, "");
    }

    /** RFC 3464 section 2.1. */
    private void appendDeliveryStatus(StringBuilder out) {
        startPart(out, "message/delivery-status");
        line(out, "Reporting-MTA: dns; " + origin.hostName()); // RFC 3464 section 2.2.2
        line(out, "Arrival-Date: " + TraceFields.dateTime(arrival)); // RFC 3464 section 2.2.5
        for (FailedRecipient failure : failures) {
            line(out, "");
            line(out, "Final-Recipient: rfc822; " + finalRecipient(failure.forwardPath()));
            line(out, "Action: failed");
            line(out, "Status: " + failure.status());
            failure.remoteHost().ifPresent(host -> line(out, "Remote-MTA: dns; " + host));
            failure.reply().ifPresent(reply -> {
                // RFC 3464 section 2.3.6: only what the remote host said, word for word.
                line(out, String.join("\r\n\t", WrappedText.lines("Diagnostic-Code: smtp; " + reply, WIDTH)));
            });
        }
        line(out, "");
    }

    private String finalRecipient(ForwardPath forwardPath) {
        return forwardPath instanceof Postmaster ? "postmaster@" + origin.hostName() : forwardPath.toString();
    }

    private void startPart(StringBuilder out, String contentType) {
        line(out, "--" + origin.boundary());
        line(out, "Content-Type: " + contentType);
        line(out, "");
    }

    private static void paragraph(StringBuilder out, String indent, String text) {
        WrappedText.lines(text, WIDTH - indent.length()).forEach(part -> line(out, indent + part));
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }
}
