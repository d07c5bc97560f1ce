/**
 * The server's side of SASL (RFC 4422) as SMTP, IMAP and POP3 share it: PLAIN (RFC 4616) and LOGIN (an expired
 * draft that every client speaks). Lines are base64 without their line end. Whether the channel is safe enough for a
 * password is decided by the protocol around it.
 */
package org.sterna.protocols.sasl;
