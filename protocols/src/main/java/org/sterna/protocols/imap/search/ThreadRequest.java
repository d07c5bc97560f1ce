package org.sterna.protocols.imap.search;

/** THREAD and UID THREAD (RFC 5256 section 3). */
public record ThreadRequest(ThreadAlgorithm algorithm, SearchRequest search) {
}
