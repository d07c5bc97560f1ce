/**
 * An IMAP mailbox (RFC 9051 section 2.3): its rules in plain Java, with UIDs that are never reused and a MODSEQ
 * (RFC 7162) that is the number of the event. The index is in {@link org.sterna.persistence.mailbox.MessagePages}, what left
 * it in {@link org.sterna.persistence.mailbox.ExpungeLog}; both are pages that are never changed, so that a state is cheap to
 * keep and a change is cheap to make at a million messages. Every event tells who and when. Entity and replica are in
 * {@code mailbox.pekko}, reading in {@code mailbox.cassandra}.
 */
package org.sterna.persistence.mailbox;
