package org.sterna.persistence.account;

/**
 * How much may be annotated (RFC 5464 section 4.3, response codes TOOMANY and MAXSIZE).
 *
 * @param entries     of one account, those of its mailboxes included
 * @param valueOctets of one value
 */
public record AnnotationLimits(int entries, int valueOctets) { }
