/** Lease rows in Cassandra, changed by lightweight transactions only. */
package org.sterna.persistence.lease.cassandra;
