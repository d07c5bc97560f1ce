/**
 * SMTP on both sides: RFC 5321, with SIZE (RFC 1870), 8BITMIME (RFC 6152), PIPELINING (RFC 2920), enhanced status
 * codes (RFC 2034, RFC 3463), STARTTLS (RFC 3207) and AUTH (RFC 4954).
 *
 * <p>The server: {@link org.sterna.protocols.smtp.LineFramer} finds lines, {@link org.sterna.protocols.smtp.SmtpCommand}
 * reads them, {@link org.sterna.protocols.smtp.SmtpSession} decides, {@link org.sterna.protocols.smtp.DataDecoder} reads
 * message content. The client: {@link org.sterna.protocols.smtp.ReplyParser},
 * {@link org.sterna.protocols.smtp.SmtpClientSession}, {@link org.sterna.protocols.smtp.DotStuffer}. Sessions are
 * values that take an input and return the next session with the actions to perform; nothing here does I/O.
 *
 * <p>Left out: SMTPUTF8 (RFC 6531), CHUNKING (RFC 3030), DSN (RFC 3461).
 */
package org.sterna.protocols.smtp;
