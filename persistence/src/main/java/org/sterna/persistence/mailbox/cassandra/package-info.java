/** Reading messages: rows by page, octets by row or blob. Never through an entity. */
package org.sterna.persistence.mailbox.cassandra;
