package org.sterna.protocols.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.conversion.QuotedPrintable;
import org.sterna.protocols.smtp.TraceFields;

/**
 * The message that tells the operator that a next hop took messages to their last octet and then did not answer, again and again: it may have
 * the message several times. It is sent with the null reverse-path and says nothing of the message's content.
 */
public final class OperatorNotice {
    private static final int WIDTH = 76;
    private static final int MAX_LOST = 20;

    private final ReportOrigin origin;
    private final String queueId;
    private final String reversePath;
    private final List<Doubtful> recipients;

    /**
     * One recipient.
     *
     * @param lost        oldest first
     * @param nextAttempt when it is sent again; empty for at once
     */
    public record Doubtful(String forwardPath, List<LostReply> lost, Optional<ZonedDateTime> nextAttempt) {
        public Doubtful {
            lost = List.copyOf(lost);
        }
    }

    /**
     * An attempt without an answer to its final dot (RFC 1047).
     *
     * @param host   who did not answer
     * @param octets of the content that it was given
     */
    public record LostReply(String host, ZonedDateTime at, long octets) { }

    /**
     * A notice about one message.
     *
     * @param reversePath of the message; empty for the null reverse-path
     * @param recipients  at least one
     */
    public OperatorNotice(ReportOrigin origin, String queueId, String reversePath, List<Doubtful> recipients) {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a notice needs a recipient");
        }
        this.origin = origin;
        this.queueId = queueId;
        this.reversePath = reversePath;
        this.recipients = List.copyOf(recipients);
    }

    /** The whole message in ASCII. The caller owns the octets. */
    public byte[] octets() {
        String text = text();
        boolean ascii = Utf8.isAscii(text);
        StringBuilder out = new StringBuilder();
        line(out, "From: Mail Delivery System <MAILER-DAEMON@" + origin.hostName() + ">");
        line(out, "To: <postmaster@" + origin.hostName() + ">");
        line(out, "Subject: Message " + queueId + " may have been delivered more than once");
        line(out, "Date: " + TraceFields.dateTime(origin.date()));
        line(out, "Message-ID: " + origin.messageId());
        line(out, "Auto-Submitted: auto-generated"); // RFC 3834 section 5
        line(out, "MIME-Version: 1.0");
        line(out, ascii ? "Content-Type: text/plain; charset=us-ascii" : "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable");
        line(out, "");
        ByteArrayOutputStream message = new ByteArrayOutputStream(2048);
        message.writeBytes(out.toString().getBytes(StandardCharsets.US_ASCII));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (ascii) {
            message.writeBytes(body);
        } else {
            QuotedPrintable.encode(message, body, body.length);
        }
        return message.toByteArray();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        paragraph(out, "", "The message " + queueId + (reversePath.isEmpty() ? ", which has no sender," : " from " + reversePath) + " was given to the "
                + "servers below to its last octet, but they did not answer. They may have it already, perhaps several times. It will be sent again all "
                + "the same, because a message that comes twice does less harm than one that is lost.");
        for (Doubtful recipient : recipients) {
            line(out, "");
            line(out, "  " + recipient.forwardPath());
            int skipped = Math.max(0, recipient.lost().size() - MAX_LOST);
            if (skipped > 0) {
                line(out, "    (" + skipped + " earlier attempts)");
            }
            recipient.lost().subList(skipped, recipient.lost().size()).forEach(lost -> paragraph(out, "    ",
                    TraceFields.dateTime(lost.at()) + ": " + lost.octets() + " octets to " + lost.host()));
            paragraph(out, "    ", recipient.nextAttempt().map(at -> "Next attempt: " + TraceFields.dateTime(at)).orElse("The next attempt is made now."));
        }
        line(out, "");
        paragraph(out, "", "To look at it: ./sterna queue show " + queueId + ". To give it up: ./sterna queue bounce " + queueId
                + " (its sender is told) or ./sterna queue remove " + queueId + " (nobody is told).");
        return out.toString();
    }

    private static void paragraph(StringBuilder out, String indent, String text) {
        WrappedText.lines(text, WIDTH - indent.length()).forEach(part -> line(out, indent + part));
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }
}
