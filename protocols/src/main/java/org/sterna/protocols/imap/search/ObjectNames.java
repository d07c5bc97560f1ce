package org.sterna.protocols.imap.search;

/** EMAILID and THREADID of a message (RFC 8474 section 5). */
public record ObjectNames(String emailId, String threadId) {
}
