/** Claims in Cassandra, and what is read of a dead incarnation to make those it did not come to make. */
package org.sterna.persistence.claim.cassandra;
