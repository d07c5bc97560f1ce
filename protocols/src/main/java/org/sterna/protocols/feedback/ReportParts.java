package org.sterna.protocols.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.message.MessageStructure;
import org.sterna.protocols.message.MimeScanner;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.Part;
import org.sterna.protocols.message.PartDecoder;

/** The parts of a message that may be a report (RFC 7489 section 7.2.1.1, RFC 8460 section 5.3). Attached messages are not looked into. */
public final class ReportParts {
    private static final int MAX_PARTS = 20;
    /** Those of the two RFCs, and what others use for the same. */
    private static final Set<String> TYPES = Set.of("application/gzip", "application/x-gzip", "application/gzip-compressed", "application/zip",
            "application/x-zip", "application/x-zip-compressed", "application/octet-stream", "application/xml", "text/xml", "application/json",
            "application/tlsrpt", "application/tlsrpt+json", "application/tlsrpt+gzip");

    private ReportParts() {}

    /** @param type in lower case, as it is written, for example {@code application/gzip} */
    public record Found(String type, byte[] octets) { }

    /**
     * Finds them, in their order, their transfer encoding undone. No input makes it fail.
     *
     * @param message whole; the caller has bounded it
     */
    public static List<Found> of(byte[] message) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(message);
        MessageStructure structure = scanner.finish().structure();
        List<Found> found = new ArrayList<>();
        collect(message, structure.root(), found);
        return found;
    }

    private static void collect(byte[] message, Part part, List<Found> found) {
        if (part instanceof Part.Multipart multipart) {
            multipart.children().forEach(child -> collect(message, child, found));
        } else if (part instanceof Part.Leaf leaf && found.size() < MAX_PARTS) {
            String type = (leaf.description().type() + "/" + leaf.description().subtype()).toLowerCase(Locale.ROOT);
            if (TYPES.contains(type)) {
                decoded(message, leaf).ifPresent(octets -> found.add(new Found(type, octets)));
            }
        }
    }

    private static Optional<byte[]> decoded(byte[] message, Part.Leaf leaf) {
        OctetRange body = leaf.extent().body();
        return PartDecoder.of(leaf.description()).map(decoder -> join(decoder.decode(message, (int) body.start(), (int) body.length()), decoder.finish()));
    }

    private static byte[] join(byte[] start, byte[] end) {
        byte[] whole = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, whole, start.length, end.length);
        return whole;
    }
}
