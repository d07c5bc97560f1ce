package org.sterna.protocols.smtp.parameter;

/** What a message asks of every host it passes; a host that cannot must not take it. */
public enum Demand {
    /** Addresses or header fields hold UTF-8. RFC 6531 section 3.4. */
    SMTPUTF8,
    /** Only over verified TLS, to hosts that promise the same. RFC 8689 section 2. */
    REQUIRETLS,
    /** Not a word of MAIL but of the header section: whatever recipients' domains want, TLS is a wish. RFC 8689 section 3. */
    TLS_OPTIONAL
}
