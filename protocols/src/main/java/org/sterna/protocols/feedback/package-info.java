/**
 * What reports of DMARC (RFC 7489) and TLSRPT (RFC 8460) have in common: a file, usually compressed, in a message of its own. Everything that
 * comes from outside is read within bounds.
 */
package org.sterna.protocols.feedback;
