/** Pekko Persistence's plug-ins on the Cassandra driver: the journal with epochs and lease, and snapshots in pages. */
package org.sterna.persistence.journal.pekko.cassandra;
