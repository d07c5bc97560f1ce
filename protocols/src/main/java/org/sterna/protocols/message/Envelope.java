package org.sterna.protocols.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ENVELOPE of a message: its header as RFC 9051 section 7.5.2 wants it. Strings are octet strings, unfolded, with
 * encoded words left as they are. Sender and reply-to are as in the header; {@link #senderOrFrom()} and
 * {@link #replyToOrFrom()} apply the defaults that IMAP asks for.
 *
 * <p>Of a text field that stands there twice the first counts; the addresses of repeated fields are put together.
 */
public record Envelope(
        Optional<String> date,
        Optional<String> subject,
        List<EnvelopeAddress> from,
        List<EnvelopeAddress> sender,
        List<EnvelopeAddress> replyTo,
        List<EnvelopeAddress> to,
        List<EnvelopeAddress> cc,
        List<EnvelopeAddress> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId) {

    public Envelope {
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /** Reads the envelope of a header section. Never fails. */
    public static Envelope of(HeaderFields fields) {
        return new Envelope(text(fields, "Date"), text(fields, "Subject"),
                addresses(fields, "From"), addresses(fields, "Sender"), addresses(fields, "Reply-To"),
                addresses(fields, "To"), addresses(fields, "Cc"), addresses(fields, "Bcc"),
                text(fields, "In-Reply-To"), text(fields, "Message-ID"));
    }

    private static Optional<String> text(HeaderFields fields, String name) {
        return fields.first(name).map(HeaderField::body);
    }

    static List<EnvelopeAddress> addresses(HeaderFields fields, String name) {
        List<EnvelopeAddress> list = new ArrayList<>();
        for (HeaderField field : fields) {
            if (field.isNamed(name)) {
                list.addAll(AddressListParser.parse(field.body()));
            }
        }
        return list;
    }

    public List<EnvelopeAddress> senderOrFrom() {
        return sender.isEmpty() ? from : sender;
    }

    public List<EnvelopeAddress> replyToOrFrom() {
        return replyTo.isEmpty() ? from : replyTo;
    }
}
