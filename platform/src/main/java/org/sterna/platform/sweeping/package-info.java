/**
 * Removes what nobody needs any more, slowly and in the background: the content of messages that were expunged longer than the retention ago, of
 * deleted mailboxes and removed accounts, and octets that no message and no queued message holds. What was expunged is decided by the mailboxes, who holds
 * octets by their references; nothing here decides for itself. Events stay: the journal is the only truth.
 */
package org.sterna.platform.sweeping;
