/**
 * The Cassandra of a node that has no cluster of its own: a child JVM, bound to loopback, that the node starts and watches.
 *
 * <p>Three files in its folder say who is who. The node holds an OS lock on {@code owner.lock}; the child holds one on
 * {@code cassandra.lock} and writes {@code cassandra.state}. The kernel releases both locks when their process ends, however it
 * ends, so there are never two children on one folder, a child outlives a killed node only by its grace time, and the next
 * start adopts it meanwhile.
 *
 * <p>For drills and tests there is also a ring of several such children, each with an address of its own; its nodes are killed and started at will.
 *
 * <p>Left out: schema and sessions (whoever stores something has a driver of its own).
 */
package org.sterna.persistence.embedded.cassandra;
