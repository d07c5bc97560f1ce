package org.sterna.protocols.imap.search;

/** How messages are put into threads (RFC 5256 section 3). */
public enum ThreadAlgorithm {
    /** By base subject; the second and later messages are children of the first. */
    ORDEREDSUBJECT,
    /** By the messages that each one names in References and In-Reply-To, then by base subject. */
    REFERENCES
}
