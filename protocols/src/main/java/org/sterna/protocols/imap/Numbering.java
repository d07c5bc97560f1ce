package org.sterna.protocols.imap;

/** How a command names messages (RFC 9051 section 2.3.1). */
public enum Numbering {
    /** By message sequence number. */
    SEQUENCE,
    /** By unique identifier: the UID form of the command. */
    UID
}
