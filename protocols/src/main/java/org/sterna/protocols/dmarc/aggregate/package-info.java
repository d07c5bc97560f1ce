/**
 * Aggregate reports of DMARC (RFC 7489 section 7.2 and appendix C): written for domains that ask for them, read when others send them about our
 * domains, and where they may be sent. What others write differs from the schema in many ways; the reader takes what can be understood.
 */
package org.sterna.protocols.dmarc.aggregate;
