/**
 * Both sides of SASL (RFC 4422). The server's as SMTP, IMAP and POP3 share it ({@link org.sterna.protocols.sasl.SaslExchange}): PLAIN
 * (RFC 4616), LOGIN (an expired draft that every client speaks), SCRAM-SHA-1 and SCRAM-SHA-256 with and without channel binding (RFC 5802,
 * RFC 7677), OAUTHBEARER (RFC 7628), XOAUTH2 and EXTERNAL (RFC 4422 appendix A). The client's, with which the relay logs in to hosts
 * ({@link org.sterna.protocols.sasl.ClientExchange}): SCRAM-SHA-256, OAUTHBEARER, XOAUTH2, PLAIN and LOGIN. Lines are base64 without their
 * line end. What must be looked up is asked of the caller ({@link org.sterna.protocols.sasl.SaslQuestion}). Whether the channel is safe
 * enough is decided by the protocol around it.
 *
 * <p>Left out: ANONYMOUS, for nobody has anything for strangers to read; CRAM-MD5 and DIGEST-MD5, which need a form of the password that is
 * as good as the password itself; security layers; channel bindings as client, and tls-exporter, for which Java's TLS has no keys to give.
 */
package org.sterna.protocols.sasl;
