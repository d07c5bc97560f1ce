package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.OctetRange;

/** What {@link SectionResolver} found out about a section: where its octets are. */
public sealed interface SectionContent {
    /** The part does not exist: answer NIL. */
    record Missing() implements SectionContent {
    }

    /** Octets of the content as they are; the partial is already applied. May be of length 0. */
    record Octets(OctetRange range) implements SectionContent {
    }

    /**
     * Some fields of a header section. Read {@code header} from the content and pass it to {@link #filter}.
     *
     * @param header may be of any size: what a summary keeps of it is bounded, the section itself is not
     */
    record FilteredHeader(OctetRange header, Section.Fields fields, Optional<FetchItem.Partial> partial)
            implements SectionContent {
        /**
         * @param headerSection the octets of {@link #header}
         * @return the octets to send, a new array
         */
        public byte[] filter(byte[] headerSection) {
            return SectionContent.filtered(HeaderFields.parse(headerSection), fields, partial);
        }
    }

    /** The wanted fields and the empty line, which is always there (RFC 3501 section 6.4.5). */
    static byte[] filtered(HeaderFields all, Section.Fields wanted, Optional<FetchItem.Partial> partial) {
        byte[] octets = (all.select(wanted::wants).raw() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        if (partial.isEmpty()) {
            return octets;
        }
        OctetRange range = new OctetRange(0, octets.length).slice(partial.get().offset(), partial.get().count());
        return Arrays.copyOfRange(octets, (int) range.start(), (int) range.end());
    }
}
