package org.sterna.protocols.dmarc;

/**
 * A domain that signed, or says so.
 *
 * @param domain   of {@code d=}; A-labels
 * @param selector of {@code s=}; may be empty in a report that somebody else wrote
 */
public record DkimIdentity(String domain, String selector, DkimResult result) { }
