/**
 * The server's side of POP3: RFC 1939, with CAPA and response codes (RFC 2449), AUTH codes (RFC 3206), STLS (RFC 2595)
 * and AUTH (RFC 5034). {@link org.sterna.protocols.pop3.Pop3Session} is a value that takes an input and returns the
 * next session with the actions to perform; lines come from {@link org.sterna.protocols.smtp.LineFramer}.
 *
 * <p>Left out: APOP, which needs the password in the clear on the server, and UTF8 (RFC 6856).
 */
package org.sterna.protocols.pop3;
