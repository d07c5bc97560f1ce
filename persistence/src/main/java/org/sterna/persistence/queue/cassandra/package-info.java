/** The intake: events of queued messages, many in one write (DESIGN: storage). */
package org.sterna.persistence.queue.cassandra;
