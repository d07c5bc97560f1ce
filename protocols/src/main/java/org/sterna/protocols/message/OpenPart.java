package org.sterna.protocols.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A part whose end {@link MimeScanner} has not seen yet. */
final class OpenPart {
    enum Kind { LEAF, MULTIPART, MESSAGE }

    private final Optional<OpenPart> parent;
    private final int depth;
    private final long headerStart;
    private final List<Part> children = new ArrayList<>();

    private Kind kind = Kind.LEAF;
    private PartDescription description = PartDescription.of(HeaderFields.NONE, PartDescription.Place.ORDINARY);
    private Envelope envelopeInside = Envelope.of(HeaderFields.NONE);
    private long bodyStart;
    private long bodyStartLines;
    private byte[] boundary = {};
    private boolean delimited;

    private OpenPart(Optional<OpenPart> parent, int depth, long headerStart) {
        this.parent = parent;
        this.depth = depth;
        this.headerStart = headerStart;
    }

    static OpenPart root() {
        return new OpenPart(Optional.empty(), 0, 0);
    }

    OpenPart child(long childHeaderStart) {
        return new OpenPart(Optional.of(this), depth + 1, childHeaderStart);
    }

    Optional<OpenPart> parent() {
        return parent;
    }

    int depth() {
        return depth;
    }

    Kind kind() {
        return kind;
    }

    PartDescription description() {
        return description;
    }

    PartDescription.Place placeOfChildren() {
        return kind == Kind.MULTIPART && description.isType("multipart", "digest")
                ? PartDescription.Place.IN_DIGEST : PartDescription.Place.ORDINARY;
    }

    void describe(PartDescription found) {
        description = found;
    }

    void bodyFrom(long offset, long lines) {
        bodyStart = Math.max(offset, headerStart);
        bodyStartLines = lines;
    }

    void becomeMultipart(String boundaryText) {
        kind = Kind.MULTIPART;
        boundary = boundaryText.getBytes(StandardCharsets.ISO_8859_1);
        delimited = true;
    }

    void becomeMessage() {
        kind = Kind.MESSAGE;
    }

    /** The envelope of the message inside this message/rfc822 part. */
    void envelopeInside(Envelope envelope) {
        envelopeInside = envelope;
    }

    /** After the closing delimiter nothing but an epilogue follows (RFC 2046 section 5.1.1). */
    void closeDelimiter() {
        delimited = false;
    }

    boolean delimited() {
        return delimited;
    }

    byte[] boundary() {
        return boundary;
    }

    void add(Part child) {
        children.add(child);
    }

    Part close(long end, long lines) {
        if (end < headerStart && parent.filter(outer -> outer.kind == Kind.MULTIPART).isPresent()) {
            // Two boundaries in a row: the line end between them belongs to the second, the part is empty before it.
            return new Part.Leaf(opaque(true), new PartExtent(end, end, end, 0));
        }
        PartExtent extent = new PartExtent(
                headerStart, bodyStart, Math.max(bodyStart, end), Math.max(0, lines - bodyStartLines));
        if (kind == Kind.MULTIPART && !children.isEmpty()) {
            return new Part.Multipart(description, extent, children);
        }
        if (kind == Kind.MESSAGE) {
            return new Part.EmbeddedMessage(description, extent, envelopeInside, children.get(0));
        }
        return new Part.Leaf(opaque(extent.body().length() == 0), extent);
    }

    /**
     * The type of a leaf. RFC 9051 demands parts below a multipart and an envelope below a message; where there are none
     * to show, the octets are presented as text (a multipart without parts is most likely that) or as unknown data.
     */
    private PartDescription opaque(boolean empty) {
        if (description.isType("multipart")) {
            return empty || kind == Kind.MULTIPART || description.decodedParameter("boundary").isEmpty()
                    ? description.withType("text", "plain") : description.withType("application", "octet-stream");
        }
        boolean message = description.isType("message", "rfc822") || description.isType("message", "global");
        return message ? description.withType("application", "octet-stream") : description;
    }
}
