/**
 * An IMAP mailbox (RFC 9051 section 2.3): its rules in plain Java, with UIDs that are never reused and a MODSEQ
 * (RFC 7162) that is the number of the event. Entity and replica are in {@code mailbox.pekko}, reading in
 * {@code mailbox.cassandra}.
 */
package org.sterna.persistence.mailbox;
