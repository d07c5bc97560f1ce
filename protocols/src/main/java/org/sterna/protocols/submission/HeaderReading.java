package org.sterna.protocols.submission;

/** What comes of looking at the start of a message. */
public sealed interface HeaderReading permits SubmittedHeader, HeaderReading.Unreadable {
    /**
     * The header section is not one that can be mended or trusted: to be refused with 554 5.6.0 (RFC 6409 section 6.3).
     *
     * @param reason a sentence without a full stop, in ASCII, for the reply
     */
    record Unreadable(String reason) implements HeaderReading {}
}
