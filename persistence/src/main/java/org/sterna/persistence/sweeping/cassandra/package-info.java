/** The sweeper's statements on message rows, and its place and lease, in Cassandra. */
package org.sterna.persistence.sweeping.cassandra;
