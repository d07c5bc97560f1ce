package org.sterna.platform.access.imap;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.message.MessageStructure;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.Part;
import org.sterna.protocols.message.PartDecoder;

/** One BINARY, BINARY.PEEK or BINARY.SIZE of one message (RFC 3516 section 4): a part without its transfer encoding. */
final class BinaryPart {
    private final FetchFormat format;
    private final FetchItem item;
    private final Optional<Part> part;
    private final boolean whole;

    BinaryPart(FetchFormat format, FetchItem item, MessageStructure structure) {
        this.format = format;
        this.item = item;
        List<Integer> path = item instanceof FetchItem.Binary binary ? binary.path() : ((FetchItem.BinarySize) item).path();
        this.part = structure.part(path);
        this.whole = path.isEmpty();
    }

    /** Where the encoded octets are; empty if there is no such part. A message and a multipart are given as they are. */
    Optional<OctetRange> range() {
        return part.map(found -> whole ? found.extent().whole() : found.extent().body());
    }

    /** A new decoder, empty if the encoding is not known (RFC 3516 section 4.3). */
    Optional<PartDecoder> decoder() {
        return whole || part.isEmpty() || !(part.get() instanceof Part.Leaf leaf) ? Optional.of(PartDecoder.identity())
                : PartDecoder.of(leaf.description());
    }

    /** @param octets of the whole message */
    void print(FetchResponse out, byte[] octets) {
        Optional<OctetRange> range = range();
        if (range.isEmpty()) {
            printNothing(out);
        } else {
            printEncoded(out, FetchFormat.slice(octets, range.get()));
        }
    }

    /** @param encoded the octets of {@link #range} */
    void printEncoded(FetchResponse out, byte[] encoded) {
        Optional<PartDecoder> decoder = decoder();
        if (decoder.isEmpty()) {
            format.undecodable();
            printNothing(out);
            return;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        decoded.writeBytes(decoder.get().decode(encoded, 0, encoded.length));
        decoded.writeBytes(decoder.get().finish());
        if (item instanceof FetchItem.Binary binary) {
            OctetRange wanted = wanted(binary, decoded.size());
            out.binary(binary, Arrays.copyOfRange(decoded.toByteArray(), (int) wanted.start(), (int) wanted.end()));
        } else {
            out.binarySize((FetchItem.BinarySize) item, decoded.size());
        }
    }

    /** NIL for the octets; a size has no such answer and is left out. */
    void printNothing(FetchResponse out) {
        if (item instanceof FetchItem.Binary binary) {
            out.noBinary(binary);
        }
    }

    /** What the client wants of so many decoded octets. */
    static OctetRange wanted(FetchItem.Binary binary, long size) {
        OctetRange all = new OctetRange(0, size);
        return binary.partial().map(partial -> all.slice(partial.offset(), partial.count())).orElse(all);
    }
}
