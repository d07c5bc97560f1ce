/**
 * Reading what is stored of mailboxes, never through an entity: messages by page and blob, states from snapshot and journal,
 * and the history of events, which also tells the sweeper what is due.
 */
package org.sterna.persistence.mailbox.cassandra;
