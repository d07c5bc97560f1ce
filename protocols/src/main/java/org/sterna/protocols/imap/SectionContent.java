package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.sterna.protocols.message.HeaderFieldFilter;
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
     * Some fields of a header section. Read {@code header} from the content and pass it to {@link #filter}, or, where it is too long
     * to be held, portion by portion to what {@link #passing} gives.
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

        /** A new filter that lets the same octets pass as {@link #filter} without the partial: see {@link #wanted}. */
        public HeaderFieldFilter passing() {
            return new HeaderFieldFilter(fields::wants);
        }

        /** What is to be sent of the octets that pass, if there are so many. */
        public OctetRange wanted(long passing) {
            return SectionContent.wanted(passing, partial);
        }
    }

    /** The wanted fields and the empty line, which is always there (RFC 3501 section 6.4.5). */
    static byte[] filtered(HeaderFields all, Section.Fields wanted, Optional<FetchItem.Partial> partial) {
        byte[] octets = (all.select(wanted::wants).raw() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        if (partial.isEmpty()) {
            return octets;
        }
        OctetRange range = wanted(octets.length, partial);
        return Arrays.copyOfRange(octets, (int) range.start(), (int) range.end());
    }

    private static OctetRange wanted(long octets, Optional<FetchItem.Partial> partial) {
        OctetRange all = new OctetRange(0, octets);
        return partial.map(part -> all.slice(part.offset(), part.count())).orElse(all);
    }
}
