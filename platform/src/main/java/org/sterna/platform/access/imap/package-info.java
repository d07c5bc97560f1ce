/**
 * The IMAP server's connections (RFC 9051 and RFC 3501, with the extensions of {@code org.sterna.protocols.imap.Extension}): one typed
 * actor for each. Grammar and rules are in {@code org.sterna.protocols.imap}; here are octets, time, and the entities that know the
 * answers.
 *
 * <p>{@link org.sterna.platform.access.imap.ImapConnection} is the actor, {@code Dialogue} where its session stands,
 * {@code CommandLoop} reads commands and answers them one at a time. {@code Selection} holds the selected mailbox
 * ({@code SelectedMailbox}: a state shared with other sessions, and what this one was told of it), {@code Announcement} tells what is
 * new in it. The longer commands have classes of their own: {@code FetchRun} with {@code ReadAhead}, {@code FetchFormat} and
 * {@code LargeFetch}; {@code StoreRun}, {@code ExpungeRun}, {@code CopyRun} with {@code MessageCopies}; {@code AppendReader} with
 * {@code AppendBatch}; {@code AccountCommands} and what it calls for folders, searches and notifications.
 *
 * <p>Everything that touches a session runs on its actor; what waits for the store comes back through it, a page at a time
 * ({@code Repetition}), so that neither other sessions nor memory suffer from a large mailbox or a slow reader.
 */
package org.sterna.platform.access.imap;
