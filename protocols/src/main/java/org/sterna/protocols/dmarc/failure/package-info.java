/**
 * Failure reports of DMARC (RFC 7489 section 7.3): when one is wanted, and how it is written as a report of the type auth-failure (RFC 6591) in the form of RFC 5965. Of the
 * message only header fields are told, and only those that the operator lets go; never its body, its recipients of the envelope, or its canonicalized forms (RFC 6591 section 3.2.4).
 */
package org.sterna.protocols.dmarc.failure;
