package org.sterna.protocols.message;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a summary remembers of the header section. */
public sealed interface SelectedFields {
    /**
     * The fields that are remembered, in lower case: those that the clients in use ask for in HEADER.FIELDS or search
     * for, and those of the envelope. Stored summaries of version 1 were made with this set; another set is another
     * version of {@link MessageSummaryCodec}.
     */
    Set<String> NAMES = Set.copyOf(List.of(
            "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references",
            "resent-from", "resent-to", "resent-date", "delivered-to", "envelope-to", "x-original-to", "return-path",
            "mime-version", "content-type", "content-transfer-encoding", "content-description", "content-language",
            "content-disposition", "content-id", "content-location", "content-md5", "content-class", "content-base",
            "auto-submitted", "precedence", "importance", "priority", "x-priority", "x-msmail-priority", "sensitivity",
            "list-id", "list-post", "list-help", "list-owner", "list-archive", "list-subscribe", "list-unsubscribe",
            "list-unsubscribe-post", "newsgroups", "followup-to", "mail-followup-to", "mail-reply-to", "lines", "keywords",
            "organization", "user-agent", "x-mailer", "thread-topic", "thread-index", "x-auto-response-suppress",
            "disposition-notification-to", "return-receipt-to", "x-confirm-reading-to", "x-label", "x-keywords", "x-status",
            "x-spam-flag", "x-spam-status", "x-spam-level", "x-spam-score", "x-spam", "x-bogosity", "x-virus-status",
            "x-draft-info", "x-identity-key", "x-account-key", "x-mozilla-draft-info", "x-k9mail-identity", "x-tuid",
            "x-offlineimap", "x-uniform-type-identifier", "x-universally-unique-identifier", "x-apple-mail-remote-attachments"));

    /** Octets of selected fields beyond which only the envelope is remembered. */
    int MAX_OCTETS = 16 * 1024;

    /** The envelope of the message. */
    Envelope envelope();

    /** The sent date, see {@link DateTimes#sent}; empty if there is none or it cannot be understood. */
    default Optional<OffsetDateTime> date() {
        Optional<String> body = this instanceof Complete complete ? complete.fields().first("Date").map(HeaderField::body)
                : envelope().date();
        return body.flatMap(DateTimes::sent);
    }

    /** The Subject as Unicode text, empty if there is none. */
    default String subject() {
        return this instanceof Complete complete ? complete.fields().first("Subject").map(HeaderField::decoded).orElse("")
                : envelope().subject().map(EncodedWords::decode).orElse("");
    }

    /**
     * The first address of a field: of a group that has none, its name.
     *
     * @param name From, To or Cc
     */
    default Optional<EnvelopeAddress> firstAddress(String name) {
        List<EnvelopeAddress> all = this instanceof Complete complete ? Envelope.addresses(complete.fields(), name)
                : switch (name) {
                    case "From" -> envelope().from();
                    case "To" -> envelope().to();
                    case "Cc" -> envelope().cc();
                    default -> throw new IllegalArgumentException(name);
                };
        return all.stream().filter(EnvelopeAddress::isAddress).findFirst().or(() -> all.stream().findFirst());
    }

    /** The Message-ID with its angle brackets, if there is one. */
    default Optional<String> messageId() {
        return this instanceof Complete complete ? complete.fields().messageId()
                : envelope().messageId().flatMap(body -> MessageIds.in(body).stream().findFirst());
    }

    /**
     * The messages that this one answers, oldest first: those in References or, if it names none, the first in In-Reply-To
     * (RFC 5256 section 3, REFERENCES). With their angle brackets.
     */
    default List<String> ancestors() {
        Stream<String> references = this instanceof Complete complete
                ? complete.fields().all("References").stream().map(HeaderField::body) : Stream.empty();
        List<String> ids = references.flatMap(body -> MessageIds.in(body).stream()).toList();
        return ids.isEmpty() ? inReplyTo().flatMap(body -> MessageIds.in(body).stream()).limit(1).toList() : ids;
    }

    private Stream<String> inReplyTo() {
        return this instanceof Complete complete ? complete.fields().all("In-Reply-To").stream().map(HeaderField::body)
                : envelope().inReplyTo().stream();
    }

    /** Every selected field of the message, as received. The envelope is read from them when it is asked for. */
    record Complete(HeaderFields fields) implements SelectedFields {
        @Override
        public Envelope envelope() {
            return Envelope.of(fields);
        }
    }

    /** The header section, or its selected fields, were too large: field contents must be read from the content. */
    record Reduced(Envelope envelope) implements SelectedFields {
    }

    /**
     * @param cut true if {@code all} is only the beginning of the header section
     */
    static SelectedFields of(HeaderFields all, boolean cut) {
        HeaderFields selected = all.select(name -> NAMES.contains(name.toLowerCase(Locale.ROOT)));
        int octets = 0;
        for (HeaderField field : selected) {
            octets += field.raw().length();
        }
        if (cut || octets > MAX_OCTETS) {
            return new Reduced(Envelope.of(all));
        }
        // A header section that breaks off without a line end gets one, so that fields can be put behind each other.
        return new Complete(octets == selected.raw().length() ? selected : HeaderFields.parse(selected.raw()));
    }

    /** True if these names, whether or not the message has such fields, can be answered from here. */
    default boolean covers(Collection<String> names) {
        return this instanceof Complete && names.stream().allMatch(name -> NAMES.contains(name.toLowerCase(Locale.ROOT)));
    }
}
