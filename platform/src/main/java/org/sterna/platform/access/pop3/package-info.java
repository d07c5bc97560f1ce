/**
 * The POP3 server's connections: RFC 1939 with CAPA (RFC 2449), STLS (RFC 2595) and AUTH (RFC 5034), over the pure
 * {@link org.sterna.protocols.pop3.Pop3Session}. A maildrop is the INBOX of the account as it was at login.
 *
 * <p>Left out: a lock on the maildrop that counts for the whole cluster; {@link org.sterna.platform.access.pop3.MaildropLocks}
 * is one node's.
 */
package org.sterna.platform.access.pop3;
