package org.sterna.protocols.smtp;

/** What a port may offer beside STARTTLS and AUTH, which have settings of their own. A port that lacks one does not know its words. */
public enum ServiceExtension {
    /** RFC 2920. Without it a client that sends ahead is cut off. */
    PIPELINING,
    /** RFC 1870. */
    SIZE,
    /** RFC 6152. */
    EIGHT_BIT_MIME,
    /** RFC 2034. Without it replies carry no enhanced status. */
    ENHANCED_STATUS_CODES,
    /** RFC 3461. */
    DSN,
    /** RFC 3030: BDAT. */
    CHUNKING,
    /** RFC 3030; needs {@link #CHUNKING}. */
    BINARY_MIME,
    /** RFC 6531. */
    SMTPUTF8,
    /** RFC 8689; offered under TLS only. */
    REQUIRETLS,
    /** RFC 2852. */
    DELIVERBY,
    /** RFC 4865; offered where users submit. */
    FUTURERELEASE,
    /** RFC 6710. */
    MT_PRIORITY,
    /** RFC 9422. */
    LIMITS,
    /** RFC 1985; offered to hosts, not to users. */
    ETRN,
    /** A proxy says whom it speaks for; only for clients that are trusted with it. */
    XCLIENT
}
