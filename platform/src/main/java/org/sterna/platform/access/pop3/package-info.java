/**
 * The POP3 server's connections: RFC 1939 with CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034) and UTF8 (RFC 6856), over the
 * pure {@link org.sterna.protocols.pop3.Pop3Session}. A maildrop is the INBOX of the account as it was at login; it is one session's
 * in the whole cluster, for the mailbox itself gives it away. Sessions of IMAP do not mind, and see what QUIT deletes.
 *
 * <p>Left out: flags. A message that was fetched is not marked as seen.
 */
package org.sterna.platform.access.pop3;
