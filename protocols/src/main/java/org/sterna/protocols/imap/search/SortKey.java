package org.sterna.protocols.imap.search;

/** By what messages are sorted (RFC 5256 section 3, RFC 5957 section 4). */
public enum SortKey {
    /** Internal date and time. */
    ARRIVAL,
    /** The mailbox part of the first Cc address. */
    CC,
    /** Sent date, in UTC; the internal date where there is none. */
    DATE,
    /** The mailbox part of the first From address. */
    FROM,
    /** Octets. */
    SIZE,
    /** Base subject. */
    SUBJECT,
    /** The mailbox part of the first To address. */
    TO,
    /** The first From address as people see it. */
    DISPLAYFROM,
    /** The first To address as people see it. */
    DISPLAYTO;

    /** True if the index tells it, false if the summary of the message must be read. */
    public boolean isInIndex() {
        return this == ARRIVAL || this == SIZE;
    }
}
