/**
 * The server's side of POP3: RFC 1939, with CAPA and response codes (RFC 2449), AUTH codes (RFC 3206), STLS (RFC 2595),
 * AUTH (RFC 5034), UTF8 and LANG (RFC 6856). {@link org.sterna.protocols.pop3.Pop3Session} is a value that takes an input and returns the
 * next session with the actions to perform; lines come from {@link org.sterna.protocols.smtp.LineFramer}.
 *
 * <p>Left out: APOP, whose digest is made of the password itself (RFC 1939 section 7), which no host should know: passwords are
 * stored as one-way hashes. SCRAM does without the password in the clear on either side.
 */
package org.sterna.protocols.pop3;
