package org.sterna.protocols.smtp.parameter;

/** The kind of content, as BODY declares it. */
public enum BodyType {
    /** Declared as ASCII, or not declared. It may hold other octets all the same; they are kept. RFC 6152 section 3. */
    SEVEN_BIT("7BIT"),
    /** May hold octets above 127. RFC 6152 section 3. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** Any octets, in lines or not; comes with BDAT only. RFC 3030 section 3. */
    BINARY_MIME("BINARYMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
    }

    /** As it stands behind {@code BODY=}. */
    public String keyword() {
        return keyword;
    }
}
