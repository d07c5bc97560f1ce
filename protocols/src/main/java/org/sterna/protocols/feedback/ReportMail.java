package org.sterna.protocols.feedback;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.TraceFields;

/**
 * The message that a report is sent in: a sentence for a person and the file (RFC 7489 section 7.2.1.1, RFC 8460 section 5.3). In ASCII, with
 * lines of at most 998 octets; signed by whoever queues it.
 *
 * @param envelope    who, when and to whom
 * @param subject     what the report is about; the lines of the Subject field
 * @param fields      more header fields, in their order
 * @param contentType of the whole, without its boundary, for example {@code multipart/mixed}
 * @param text        for a person; ASCII, lines of at most 76 characters with CRLF
 * @param attachment  the report
 */
public record ReportMail(Envelope envelope, Subject subject, Map<String, String> fields, String contentType, String text, Attachment attachment) {
    private static final int BASE64_LINE = 76;
    private static final byte[] LINE_END = {'\r', '\n'};

    /**
     * Its addresses and what makes it different from all others.
     *
     * @param messageId with its angle brackets
     * @param boundary  1 to 70 letters, digits and hyphens that occur in no text
     */
    public record Envelope(Address from, List<Address> to, ZonedDateTime date, String messageId, String boundary) {
        public Envelope {
            to = List.copyOf(to);
            if (to.isEmpty() || !boundary.matches("[A-Za-z0-9-]{1,70}")) {
                throw new IllegalArgumentException("no addressee or no boundary: " + boundary);
            }
        }
    }

    /**
     * The Subject field (RFC 7489 section 7.2.1.1, RFC 8460 section 5.3).
     *
     * @param domain    that is reported about; A-labels
     * @param submitter the domain that reports
     * @param reportId  as in the report: {@code left@right}
     */
    public record Subject(String domain, String submitter, String reportId) {
        /** @throws IllegalArgumentException when there is anything but visible ASCII in one of them */
        public Subject {
            if (!(domain + submitter + reportId).chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("not for a Subject field: " + domain + " " + submitter + " " + reportId);
            }
        }
    }

    /**
     * The report.
     *
     * @param fileName ASCII without quotes
     * @param octets   not to be changed
     */
    public record Attachment(String contentType, String fileName, byte[] octets) { }

    /** The whole message. The caller owns the octets. */
    public byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(attachment.octets().length * 3 / 2 + 2048);
        write(out, header());
        write(out, "--" + envelope.boundary() + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n" + text + "\r\n");
        write(out, "--" + envelope.boundary() + "\r\nContent-Type: " + attachment.contentType() + "\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment;\r\n\tfilename=\"" + attachment.fileName() + "\"\r\n\r\n");
        out.writeBytes(Base64.getMimeEncoder(BASE64_LINE, LINE_END).encode(attachment.octets()));
        write(out, "\r\n--" + envelope.boundary() + "--\r\n");
        return out.toByteArray();
    }

    private String header() {
        StringBuilder out = new StringBuilder();
        line(out, "From: <" + envelope.from() + ">");
        line(out, "To: " + envelope.to().stream().map(address -> "<" + address + ">").collect(Collectors.joining(",\r\n\t")));
        line(out, "Subject: Report Domain: " + subject.domain());
        line(out, "\tSubmitter: " + subject.submitter());
        line(out, "\tReport-ID: <" + subject.reportId() + ">");
        line(out, "Date: " + TraceFields.dateTime(envelope.date()));
        line(out, "Message-ID: " + envelope.messageId());
        line(out, "Auto-Submitted: auto-generated"); // RFC 3834 section 5
        fields.forEach((name, value) -> line(out, name + ": " + value));
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: " + contentType + ";");
        line(out, "\tboundary=\"" + envelope.boundary() + "\"");
        line(out, "");
        return out.toString();
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }

    /** A local-part outside ASCII is possible in an address that somebody gave: such a message goes with SMTPUTF8 (RFC 6532). */
    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
