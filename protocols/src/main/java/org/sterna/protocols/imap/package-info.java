/**
 * The server's side of IMAP4rev1 (RFC 3501; RFC 9051 where both say the same) without sockets and storage.
 *
 * <p>Input takes two stages: {@link org.sterna.protocols.imap.ImapFramer} finds where a command ends (lines, literals,
 * limits) and {@link org.sterna.protocols.imap.ImapParser} reads it, so that a bad command costs one BAD and not the
 * connection. {@link org.sterna.protocols.imap.ImapSession} says what is allowed when;
 * {@link org.sterna.protocols.imap.SelectedView} remembers what a session was told of its mailbox;
 * {@link org.sterna.protocols.imap.SearchProgram} and {@link org.sterna.protocols.imap.SectionResolver} answer SEARCH and
 * FETCH from a message's summary where they can; {@link org.sterna.protocols.imap.ImapResponses} and
 * {@link org.sterna.protocols.imap.FetchResponse} print. Everything the server sends passes through
 * {@link org.sterna.protocols.imap.ResponseBuffer}, which sends what no quoted string may hold as a literal: no stored
 * string can break out of a response.
 *
 * <p>Extensions: LITERAL+ (RFC 7888), IDLE (RFC 2177), UIDPLUS (RFC 4315), NAMESPACE (RFC 2342), UNSELECT (RFC 3691),
 * CHILDREN (RFC 3348), ID (RFC 2971), SASL-IR (RFC 4959), ENABLE (RFC 5161), MOVE (RFC 6851), SPECIAL-USE (RFC 6154),
 * PREVIEW (RFC 8970). Left out so far: CONDSTORE, LIST-EXTENDED, ESEARCH, MULTIAPPEND, BINARY, UTF8=ACCEPT.
 */
package org.sterna.protocols.imap;
