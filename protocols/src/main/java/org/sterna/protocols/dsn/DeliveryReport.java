package org.sterna.protocols.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.Postmaster;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.conversion.QuotedPrintable;
import org.sterna.protocols.smtp.TraceFields;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;

/**
 * The message that tells a sender what became of a message. RFC 3464. It is sent with the null reverse-path, and never about a message
 * that had one (RFC 5321 section 6.1); both are the caller's part.
 */
public final class DeliveryReport {
    private static final int WIDTH = 76;

    private final ReportOrigin origin;
    private final ReportSubject subject;
    private final List<ReportedRecipient> recipients;
    private final ReturnedMessage returned;

    /** @param recipients at least one, all with the same action */
    public DeliveryReport(ReportOrigin origin, ReportSubject subject, List<ReportedRecipient> recipients, ReturnedMessage returned) {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report needs a recipient");
        }
        this.origin = origin;
        this.subject = subject;
        this.recipients = List.copyOf(recipients);
        this.returned = returned;
    }

    /** With which BODY it is to be sent. */
    public BodyType body() {
        return returned.isEightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
    }

    /** Whether it is to be sent with SMTPUTF8: only for the address it goes to, for everything else in it is encoded (RFC 6533 section 4.5). */
    public boolean needsUtf8() {
        return subject.reversePath().needsUtf8();
    }

    /** The whole message: lines of at most 998 octets, each with CRLF, ASCII but for what the two methods above tell. The caller owns the octets. */
    public byte[] octets() {
        ByteArrayOutputStream message = new ByteArrayOutputStream(4096);
        message.writeBytes(headerSection().getBytes(StandardCharsets.UTF_8));
        String explanation = explanation();
        part(message, Utf8.isAscii(explanation) ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8", explanation);
        String status = deliveryStatus();
        // RFC 6533 section 4.1: with addresses outside ASCII it is another type.
        part(message, Utf8.isAscii(status) ? "message/delivery-status" : "message/global-delivery-status", status);
        message.writeBytes(returned.part(origin.boundary()));
        message.writeBytes(("--" + origin.boundary() + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return message.toByteArray();
    }

    private String headerSection() {
        StringBuilder out = new StringBuilder();
        line(out, "From: Mail Delivery System <MAILER-DAEMON@" + origin.hostName() + ">");
        line(out, "To: <" + subject.reversePath() + ">");
        line(out, "Subject: " + ReportText.subject(action()));
        line(out, "Date: " + TraceFields.dateTime(origin.date()));
        line(out, "Message-ID: " + origin.messageId());
        line(out, "Auto-Submitted: auto-replied"); // RFC 3834 section 5
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: multipart/report; report-type=delivery-status;"); // RFC 6522 section 3
        line(out, "\tboundary=\"" + origin.boundary() + "\"");
        if (returned.isEightBit()) {
            line(out, "Content-Transfer-Encoding: 8bit");
        }
        line(out, "");
        line(out, "This is a delivery report in MIME format.");
        line(out, "");
        return out.toString();
    }

    private Action action() {
        return recipients.get(0).outcome().action();
    }

    /** RFC 6522 section 3: the first part is for a person. */
    private String explanation() {
        StringBuilder out = new StringBuilder();
        paragraph(out, "", ReportText.opening(action(), recipients.size()));
        for (ReportedRecipient recipient : recipients) {
            line(out, "");
            line(out, "  " + finalRecipient(recipient.forwardPath()));
            if (!recipient.outcome().reason().isBlank()) {
                paragraph(out, "    ", ReportText.sentence(recipient.outcome().reason()));
            }
            recipient.reply().ifPresent(reply -> {
                paragraph(out, "    ", recipient.remoteHost().map(host -> "The mail server " + host).orElse("The mail server") + " answered:");
                paragraph(out, "    ", reply.toString());
            });
            recipient.retryUntil().ifPresent(at -> paragraph(out, "    ", "It is tried until " + ReportText.time(at) + "."));
        }
        line(out, "");
        paragraph(out, "", "This report was written by the mail system at " + origin.hostName() + (returned.isWhole()
                ? ". Your message is attached." : ". The header of your message is attached."));
        line(out, "");
        return out.toString();
    }

    /** RFC 3464 section 2.1. */
    private String deliveryStatus() {
        StringBuilder out = new StringBuilder();
        subject.envelopeId().ifPresent(id -> line(out, "Original-Envelope-Id: " + visible(id))); // RFC 3461 section 6.3
        line(out, "Reporting-MTA: dns; " + origin.hostName()); // RFC 3464 section 2.2.2
        line(out, "Arrival-Date: " + TraceFields.dateTime(subject.arrival())); // RFC 3464 section 2.2.5
        subject.deliverBy().ifPresent(at -> line(out, "Deliver-By-Date: " + TraceFields.dateTime(at))); // RFC 2852 section 5
        subject.held().ifPresent(held -> line(out, "Future-Release-Request: " + held)); // RFC 4865 section 5.1.2
        for (ReportedRecipient recipient : recipients) {
            line(out, "");
            recipient.original().ifPresent(original -> line(out, "Original-Recipient: " + originalRecipient(original)));
            // We are in violation of RFC 3464 section 2.3.2, as most are, where an alias was resolved when the message was accepted: this is what it
            // was resolved to, because that failed; what the sender wrote is in Original-Recipient, from ORCPT or else added by us.
            String path = finalRecipient(recipient.forwardPath());
            line(out, "Final-Recipient: " + (Utf8.isAscii(path) ? "rfc822; " : "utf-8; ") + path); // RFC 6533 section 3
            line(out, "Action: " + recipient.outcome().action().keyword());
            line(out, "Status: " + recipient.outcome().status());
            // RFC 3464 section 2.3.5: the name alone; where exactly it was asked is for the person.
            recipient.remoteHost().ifPresent(host -> line(out, "Remote-MTA: dns; " + host.split(" ", 2)[0]));
            recipient.reply().ifPresent(reply -> {
                // RFC 3464 section 2.3.6: only what the remote host said, word for word.
                line(out, String.join("\r\n\t", WrappedText.lines("Diagnostic-Code: smtp; " + reply, WIDTH)));
            });
            recipient.lastAttempt().ifPresent(at -> line(out, "Last-Attempt-Date: " + TraceFields.dateTime(at))); // RFC 3464 section 2.3.7
            recipient.retryUntil().ifPresent(at -> line(out, "Will-Retry-Until: " + TraceFields.dateTime(at)));
        }
        line(out, "");
        return out.toString();
    }

    private String finalRecipient(ForwardPath forwardPath) {
        return forwardPath instanceof Postmaster ? "postmaster@" + origin.hostName() : forwardPath.toString();
    }

    /** RFC 3464 section 2.3.1: decoded, which must not make lines of its own. */
    private static String originalRecipient(OriginalRecipient original) {
        return visible(original.addressType()) + ";" + visible(original.address());
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void part(ByteArrayOutputStream out, String contentType, String text) {
        boolean encoded = !Utf8.isAscii(text);
        out.writeBytes(("--" + origin.boundary() + "\r\nContent-Type: " + contentType + "\r\n"
                + (encoded ? "Content-Transfer-Encoding: quoted-printable\r\n" : "") + "\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (encoded) {
            QuotedPrintable.encode(out, octets, octets.length);
        } else {
            out.writeBytes(octets);
        }
    }

    private static void paragraph(StringBuilder out, String indent, String text) {
        WrappedText.lines(text, WIDTH - indent.length()).forEach(part -> line(out, indent + part));
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }
}
