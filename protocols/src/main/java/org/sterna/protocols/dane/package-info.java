/**
 * DANE for SMTP: which certificates the TLSA records of a host let it show (RFC 6698, RFC 7671, RFC 7672). The usages PKIX-TA(0) and PKIX-EE(1) count as
 * unusable (RFC 7672 section 3.1.3), and raw public keys (RFC 7250) are not negotiated.
 */
package org.sterna.protocols.dane;
