/** The trace index in Cassandra, written behind the acceptance of messages, never a reason to delay it. */
package org.sterna.persistence.trace.cassandra;
