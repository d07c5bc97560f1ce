package org.sterna.protocols.message;

/**
 * Where a part lies in the content. The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
 *
 * @param headerStart offset of the first octet of the part's header section
 * @param bodyStart offset behind the empty line that ends the header section; the first octet of the body
 * @param bodyEnd offset behind the last octet of the body
 * @param lines number of line ends in the body
 */
public record PartExtent(long headerStart, long bodyStart, long bodyEnd, long lines) {
    public PartExtent {
        if (headerStart < 0 || bodyStart < headerStart || bodyEnd < bodyStart || lines < 0) {
            throw new IllegalArgumentException(
                    "part extent " + headerStart + ", " + bodyStart + ", " + bodyEnd + ", " + lines + " lines");
        }
    }

    public OctetRange header() {
        return new OctetRange(headerStart, bodyStart);
    }

    public OctetRange body() {
        return new OctetRange(bodyStart, bodyEnd);
    }

    /** Header and body together. */
    public OctetRange whole() {
        return new OctetRange(headerStart, bodyEnd);
    }
}
