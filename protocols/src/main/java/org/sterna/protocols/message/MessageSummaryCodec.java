package org.sterna.protocols.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The stored form of {@link MessageSummary}. The first octet is the version (1), the second tells which form of
 * {@link SelectedFields} follows; then come the structure, its offsets each relative to the one before, and the preview.
 * A summary of a usual message takes some 600 octets, most of them the header fields.
 */
public final class MessageSummaryCodec {
    private static final int VERSION = 1;
    private static final int COMPLETE = 0;
    private static final int REDUCED = 1;

    private static final int LEAF = 0;
    private static final int MULTIPART = 1;
    private static final int MESSAGE = 2;

    private MessageSummaryCodec() {
    }

    /** A new array that the caller owns. */
    public static byte[] encode(MessageSummary summary) {
        SummaryWriter out = new SummaryWriter();
        out.octet(VERSION);
        if (summary.selected() instanceof SelectedFields.Complete complete) {
            out.octet(COMPLETE);
            out.string(complete.fields().raw());
        } else {
            out.octet(REDUCED);
            writeEnvelope(out, summary.selected().envelope());
        }
        writePart(out, summary.structure().root(), 0);
        out.text(summary.preview());
        return out.octets();
    }

    /**
     * @throws IllegalArgumentException if the octets are no summary of a known version
     */
    public static MessageSummary decode(byte[] octets) {
        return decode(ByteBuffer.wrap(octets));
    }

    /** As {@link #decode(byte[])}; reads the buffer to its limit. */
    public static MessageSummary decode(ByteBuffer octets) {
        SummaryReader in = new SummaryReader(octets);
        SelectedFields selected = readFields(in);
        MessageStructure structure = new MessageStructure(readPart(in, 0, 0));
        MessageSummary summary = new MessageSummary(selected, structure, in.text());
        in.end();
        return summary;
    }

    /**
     * Reads the header fields only, which is all that most searches and sorts look at.
     *
     * @param octets of a summary; its position moves
     * @throws IllegalArgumentException if the octets are no summary of a known version
     */
    public static SelectedFields decodeFields(ByteBuffer octets) {
        return readFields(new SummaryReader(octets));
    }

    private static SelectedFields readFields(SummaryReader in) {
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("message summary of version " + version);
        }
        int form = in.octet();
        if (form > REDUCED) {
            throw new IllegalArgumentException("message summary of form " + form);
        }
        return form == COMPLETE ? new SelectedFields.Complete(HeaderFields.parse(in.string()))
                : new SelectedFields.Reduced(readEnvelope(in));
    }

    private static void writePart(SummaryWriter out, Part part, long base) {
        PartExtent extent = part.extent();
        out.octet(part instanceof Part.Multipart ? MULTIPART : part instanceof Part.EmbeddedMessage ? MESSAGE : LEAF);
        out.number(extent.headerStart() - base);
        out.number(extent.bodyStart() - extent.headerStart());
        out.number(extent.bodyEnd() - extent.bodyStart());
        out.number(extent.lines());
        writeDescription(out, part.description());
        if (part instanceof Part.Multipart multipart) {
            out.list(multipart.children(), child -> writePart(out, child, extent.bodyStart()));
        } else if (part instanceof Part.EmbeddedMessage embedded) {
            writeEnvelope(out, embedded.envelope());
            writePart(out, embedded.message(), extent.bodyStart());
        }
    }

    private static Part readPart(SummaryReader in, long base, int depth) {
        if (depth > MimeScanner.MAX_DEPTH + 1) {
            throw new IllegalArgumentException("message summary nested too deeply");
        }
        int kind = in.octet();
        long headerStart = base + in.number();
        long bodyStart = headerStart + in.number();
        long bodyEnd = bodyStart + in.number();
        PartExtent extent = new PartExtent(headerStart, bodyStart, bodyEnd, in.number());
        PartDescription description = readDescription(in);
        return switch (kind) {
            case LEAF -> new Part.Leaf(description, extent);
            case MULTIPART -> new Part.Multipart(description, extent, in.list(() -> readPart(in, bodyStart, depth + 1)));
            case MESSAGE -> new Part.EmbeddedMessage(
                    description, extent, readEnvelope(in), readPart(in, bodyStart, depth + 1));
            default -> throw new IllegalArgumentException("part of kind " + kind + " in message summary");
        };
    }

    private static void writeDescription(SummaryWriter out, PartDescription part) {
        out.string(part.type());
        out.string(part.subtype());
        writeParameters(out, part.parameters());
        out.string(part.encoding());
        boolean[] present = {part.id().isPresent(), part.description().isPresent(), part.md5().isPresent(),
            part.disposition().isPresent(), !part.languages().isEmpty(), part.location().isPresent()};
        int bits = 0;
        for (int i = 0; i < present.length; i++) {
            bits |= present[i] ? 1 << i : 0;
        }
        out.octet(bits);
        part.id().ifPresent(out::string);
        part.description().ifPresent(out::string);
        part.md5().ifPresent(out::string);
        part.disposition().ifPresent(disposition -> {
            out.string(disposition.type());
            writeParameters(out, disposition.parameters());
        });
        if (!part.languages().isEmpty()) {
            out.list(part.languages(), out::string);
        }
        part.location().ifPresent(out::string);
    }

    private static PartDescription readDescription(SummaryReader in) {
        String type = in.string();
        String subtype = in.string();
        List<Parameter> parameters = readParameters(in);
        String encoding = in.string();
        int bits = in.octet();
        Optional<String> id = present(in, bits, 0);
        Optional<String> description = present(in, bits, 1);
        Optional<String> md5 = present(in, bits, 2);
        Optional<Disposition> disposition =
                (bits & 8) == 0 ? Optional.empty() : Optional.of(new Disposition(in.string(), readParameters(in)));
        List<String> languages = (bits & 16) == 0 ? List.of() : in.list(in::string);
        Optional<String> location = present(in, bits, 5);
        return new PartDescription(
                type, subtype, parameters, id, description, encoding, md5, disposition, languages, location);
    }

    private static Optional<String> present(SummaryReader in, int bits, int bit) {
        return (bits & 1 << bit) == 0 ? Optional.empty() : Optional.of(in.string());
    }

    private static void writeParameters(SummaryWriter out, List<Parameter> parameters) {
        out.list(parameters, parameter -> {
            out.string(parameter.name());
            out.string(parameter.value());
        });
    }

    private static List<Parameter> readParameters(SummaryReader in) {
        return in.list(() -> new Parameter(in.string(), in.string()));
    }

    private static void writeEnvelope(SummaryWriter out, Envelope envelope) {
        out.optional(envelope.date());
        out.optional(envelope.subject());
        for (List<EnvelopeAddress> list : List.of(envelope.from(), envelope.sender(), envelope.replyTo(),
                envelope.to(), envelope.cc(), envelope.bcc())) {
            out.list(list, address -> {
                out.optional(address.name());
                out.optional(address.route());
                out.optional(address.mailbox());
                out.optional(address.host());
            });
        }
        out.optional(envelope.inReplyTo());
        out.optional(envelope.messageId());
    }

    private static Envelope readEnvelope(SummaryReader in) {
        return new Envelope(in.optional(), in.optional(),
                readAddresses(in), readAddresses(in), readAddresses(in),
                readAddresses(in), readAddresses(in), readAddresses(in),
                in.optional(), in.optional());
    }

    private static List<EnvelopeAddress> readAddresses(SummaryReader in) {
        return in.list(() -> new EnvelopeAddress(in.optional(), in.optional(), in.optional(), in.optional()));
    }
}
