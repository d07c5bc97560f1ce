/**
 * The IMAP server's connections (RFC 3501, and RFC 9051 where both say the same): one typed actor for each. Grammar and
 * rules are in {@code org.sterna.protocols.imap}; here are octets, time, and the entities that know the answers.
 *
 * <p>{@link org.sterna.platform.access.imap.ImapConnection} is the actor, {@code CommandLoop} reads commands and
 * answers them one at a time; the longer ones have classes of their own ({@code FetchRun}, {@code SearchRun}, {@code StoreRun},
 * {@code CopyRun}, {@code ExpungeRun}, {@code AppendReader} with {@code AppendIntake}).
 * Everything that touches a session runs on its actor; what waits for the store comes back through it.
 */
package org.sterna.platform.access.imap;
