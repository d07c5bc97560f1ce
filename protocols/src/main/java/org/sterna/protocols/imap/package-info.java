/**
 * The server's side of IMAP4rev2 (RFC 9051) and IMAP4rev1 (RFC 3501) without sockets and storage.
 *
 * <p>Input takes two stages: {@link org.sterna.protocols.imap.ImapFramer} finds where a command ends (lines, literals,
 * limits) and {@link org.sterna.protocols.imap.ImapParser} reads it, so that a bad command costs one BAD and not the
 * connection. Messages on their way in pass beside the command: {@link org.sterna.protocols.imap.AppendParser} reads what
 * stands between them. {@link org.sterna.protocols.imap.ImapSession} says what is allowed when, what is switched on, and what
 * {@link org.sterna.protocols.imap.ImapOffer} leaves of the {@link org.sterna.protocols.imap.Extension extensions};
 * {@link org.sterna.protocols.imap.SelectedView} remembers what a session was told of its mailbox;
 * {@link org.sterna.protocols.imap.SectionResolver} finds the octets FETCH wants;
 * {@link org.sterna.protocols.imap.ImapResponses}, {@link org.sterna.protocols.imap.MailboxResponses} and
 * {@link org.sterna.protocols.imap.FetchResponse} print. Everything the server sends passes through
 * {@link org.sterna.protocols.imap.ResponseBuffer}, which sends what no quoted string may hold as a literal: no stored
 * string can break out of a response. Searching, sorting and threading are in the package {@code search}.
 *
 * <p>Extensions are those of {@link org.sterna.protocols.imap.Extension}, among them CONDSTORE and QRESYNC (RFC 7162), LITERAL+
 * and LITERAL- (RFC 7888), LIST-EXTENDED (RFC 5258), NOTIFY (RFC 5465), METADATA (RFC 5464), QUOTA (RFC 9208), MULTIAPPEND
 * (RFC 3502), CATENATE (RFC 4469), REPLACE (RFC 8508), BINARY (RFC 3516), UTF8=ACCEPT (RFC 6855), UIDONLY (RFC 9586), PARTIAL
 * (RFC 9394), INPROGRESS (RFC 9585) and UNAUTHENTICATE (RFC 8437). Left out: ACL, URLAUTH, FILTERS, ANNOTATE, and the choice
 * of a comparator (I18NLEVEL=2): COMPARATOR is read and refused.
 */
package org.sterna.protocols.imap;
