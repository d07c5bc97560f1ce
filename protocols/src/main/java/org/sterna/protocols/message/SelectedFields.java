package org.sterna.protocols.message;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a summary remembers of the header section. */
public sealed interface SelectedFields {
    /**
     * The fields that are remembered, in lower case: those that the clients in use ask for in HEADER.FIELDS or search
     * for, and those of the envelope. Stored summaries of version 1 were made with this set; another set is another
     * version of {@link MessageSummaryCodec}.
     */
    Set<String> NAMES = Set.copyOf(List.of(
            "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references",
            "mime-version", "content-type", "content-transfer-encoding", "content-description", "content-language",
            "return-path", "auto-submitted", "precedence", "importance", "priority", "x-priority", "x-msmail-priority",
            "list-id", "list-post", "list-help", "list-owner", "list-archive", "list-subscribe", "list-unsubscribe",
            "list-unsubscribe-post", "newsgroups", "followup-to", "mail-followup-to", "mail-reply-to", "lines",
            "disposition-notification-to", "return-receipt-to", "x-label", "x-original-to", "x-spam-flag", "x-spam-status",
            "x-draft-info", "x-tuid", "x-uniform-type-identifier", "x-universally-unique-identifier"));

    /** Octets of selected fields beyond which only the envelope is remembered. */
    int MAX_OCTETS = 16 * 1024;

    /** The envelope of the message. */
    Envelope envelope();

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
