/**
 * This node among others: how it joins them, which of them have ended, and what is taken over from those. The leases in Cassandra decide what may be
 * acknowledged; the membership of Pekko Cluster decides who does what (docs/adr/0020).
 */
package org.sterna.platform.cluster;
