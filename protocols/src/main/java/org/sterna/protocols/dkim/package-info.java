/**
 * DomainKeys Identified Mail (RFC 6376, with RFC 8301, RFC 8463 and RFC 8616): verifying and signing, while the message passes by once in portions of any size.
 * {@link org.sterna.protocols.dkim.MessagePass} collects the header section and hashes the body; who verifies, signs, or does the same
 * for ARC reads from it. Of the body nothing is kept. Left out: z= (it is for diagnosis), and signing with l=.
 */
package org.sterna.protocols.dkim;
