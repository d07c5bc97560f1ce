package org.sterna.protocols.imap;

import java.util.Optional;
import org.sterna.protocols.message.MessageStructure;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.Part;
import org.sterna.protocols.message.PartExtent;

/** Finds the octets that {@code BODY[section]<partial>} means (RFC 9051 section 6.4.5.1). */
public final class SectionResolver {
    private SectionResolver() {
    }

    /** Answers HEADER.FIELDS of the message without reading its octets, if its summary holds those fields. */
    public static Optional<byte[]> fromSummary(MessageSummary summary, FetchItem.Body wanted) {
        if (!wanted.section().path().isEmpty()
                || !(wanted.section().text() instanceof Section.Fields fields) || fields.choice() != Section.Choice.ONLY) {
            return Optional.empty();
        }
        return summary.fields(fields.names())
                .map(found -> SectionContent.filtered(found, fields, wanted.partial()));
    }

    /** Where the octets are. */
    public static SectionContent resolve(MessageStructure structure, FetchItem.Body wanted) {
        Section section = wanted.section();
        Optional<Part> part = structure.part(section.path());
        if (part.isEmpty()) {
            return new SectionContent.Missing();
        }
        if (section.text() instanceof Section.Fields fields) {
            return message(part.get(), section)
                    .<SectionContent>map(extent ->
                            new SectionContent.FilteredHeader(extent.header(), fields, wanted.partial()))
                    .orElseGet(SectionContent.Missing::new);
        }
        return range(part.get(), section)
                .<SectionContent>map(range -> new SectionContent.Octets(wanted.partial()
                        .map(partial -> range.slice(partial.offset(), partial.count())).orElse(range)))
                .orElseGet(SectionContent.Missing::new);
    }

    private static Optional<OctetRange> range(Part part, Section section) {
        return switch ((Section.Piece) section.text()) {
            case WHOLE -> Optional.of(section.path().isEmpty() ? part.extent().whole() : part.extent().body());
            case MIME -> Optional.of(part.extent().header());
            case HEADER -> message(part, section).map(PartExtent::header);
            case TEXT -> message(part, section).map(PartExtent::body);
        };
    }

    /** The message whose HEADER and TEXT are meant: the whole one, or one embedded in a part. */
    private static Optional<PartExtent> message(Part part, Section section) {
        if (section.path().isEmpty()) {
            return Optional.of(part.extent());
        }
        return part instanceof Part.EmbeddedMessage embedded
                ? Optional.of(embedded.message().extent()) : Optional.empty();
    }
}
