/** The view of all addresses in Cassandra, cached on each node. */
package org.sterna.persistence.account.cassandra;
