/** The names of the things Sterna remembers: queued messages, sessions, mailboxes, blobs, and the runs of its nodes. */
package org.sterna.persistence.identity;
