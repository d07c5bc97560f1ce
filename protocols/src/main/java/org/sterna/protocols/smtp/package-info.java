/**
 * SMTP on both sides: RFC 5321, with SIZE (RFC 1870), 8BITMIME (RFC 6152), PIPELINING (RFC 2920), CHUNKING and BINARYMIME (RFC 3030),
 * DSN (RFC 3461), enhanced status codes (RFC 2034, RFC 3463, RFC 5248), SMTPUTF8 (RFC 6531), STARTTLS (RFC 3207), AUTH (RFC 4954),
 * REQUIRETLS (RFC 8689), DELIVERBY (RFC 2852), FUTURERELEASE (RFC 4865), MT-PRIORITY (RFC 6710), LIMITS (RFC 9422), ETRN (RFC 1985),
 * LMTP (RFC 2033) and XCLIENT.
 *
 * <p>The server: {@link org.sterna.protocols.smtp.LineFramer} finds lines, {@link org.sterna.protocols.smtp.SmtpCommandParser} reads
 * them with one grammar for each family of commands, {@link org.sterna.protocols.smtp.SmtpSession} decides, with one file for each
 * state, {@link org.sterna.protocols.smtp.DataDecoder} and {@link org.sterna.protocols.smtp.ContentCheck} read message content. The
 * client, which speaks LMTP too: {@link org.sterna.protocols.smtp.ReplyParser}, {@link org.sterna.protocols.smtp.SmtpClientSession} with
 * one file for each state, {@link org.sterna.protocols.smtp.DotStuffer}; on one connection it makes one transaction after the other.
 * Sessions are values that take an input and return the next session with the actions to perform; nothing here does I/O.
 *
 * <p>A parameter or command of an extension that was not offered, because it is switched off, makes no sense here, or the client said
 * HELO, is refused with 555 or 502. The octets behind BDAT are read in any case, lest they be taken for commands.
 *
 * <p>Left out: BURL (RFC 4468), the submitter that AUTH= names (it is read and forgotten, and told to nobody: RFC 4954 section 5), the
 * name of a priority assignment policy (RFC 6710 section 9.2), VRFY and EXPN that tell anything (RFC 5321 section 7.3). As client: BDAT
 * for content that is not binary, RCPTDOMAINMAX (RFC 9422 section 4).
 */
package org.sterna.protocols.smtp;
