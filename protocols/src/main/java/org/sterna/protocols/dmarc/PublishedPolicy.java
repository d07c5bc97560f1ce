package org.sterna.protocols.dmarc;

/**
 * A record and where it was found.
 *
 * @param domain without {@code _dmarc.}: the author's domain or its organizational domain; lower case, A-labels
 */
public record PublishedPolicy(String domain, DmarcRecord record) { }
