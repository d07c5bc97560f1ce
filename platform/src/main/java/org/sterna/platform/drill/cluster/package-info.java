/**
 * A whole cluster on this machine: Sterna nodes and a Cassandra ring as processes, each on an address of its own, that can be killed, stopped, continued and
 * started again. With network namespaces every process has a network of its own, too, and octets between any two can be made to vanish without a word to either.
 *
 * <p>Namespaces need root on Linux and the program {@code ip} (iproute2), {@code nsenter} (util-linux); without them all processes are on addresses of the
 * loopback interface, and nothing can be partitioned. Used by the drill and by tests; nothing of the running platform depends on it.
 */
package org.sterna.platform.drill.cluster;
