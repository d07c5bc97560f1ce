/**
 * Both sides of SASL (RFC 4422). The server's as SMTP, IMAP and POP3 share it: PLAIN (RFC 4616) and LOGIN (an expired draft that every
 * client speaks). The client's, with which the relay logs in to hosts ({@link org.sterna.protocols.sasl.ClientExchange}): SCRAM-SHA-256
 * (RFC 5802, RFC 7677), OAUTHBEARER (RFC 7628), XOAUTH2, PLAIN and LOGIN. Lines are base64 without their line end. Whether the channel is
 * safe enough for a password is decided by the protocol around it.
 *
 * <p>Left out: channel bindings (the -PLUS mechanisms), security layers, the DIGEST and CRAM mechanisms.
 */
package org.sterna.protocols.sasl;
