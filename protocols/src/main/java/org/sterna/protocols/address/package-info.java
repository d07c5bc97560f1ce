/**
 * Addresses as SMTP envelopes carry them: RFC 5321 sections 4.1.2 and 4.1.3.
 *
 * <p>Everything here is ASCII. Internationalized domains are accepted as A-labels; internationalized local-parts
 * (RFC 6531) are left out, as are the comments and folding that RFC 5322 allows in header fields.
 */
package org.sterna.protocols.address;
