package org.sterna.persistence.embedded.cassandra;

import java.util.List;

/**
 * Where a child listens and which part of the ring is its own.
 *
 * @param host        the address of both ports
 * @param nativePort  of CQL
 * @param storagePort for the other nodes
 * @param seeds       {@code host:port} of the storage ports that tell it of the others, itself included
 * @param token       its one place in the ring
 * @param prefix      what comes before the command that starts it, to enter a network namespace; usually nothing
 */
record CassandraEndpoint(String host, int nativePort, int storagePort, List<String> seeds, long token, List<String> prefix) {
    private static final String LOOPBACK = "127.0.0.1";

    CassandraEndpoint {
        seeds = List.copyOf(seeds);
        prefix = List.copyOf(prefix);
    }

    /** Nobody but the node that started it needs to reach it. */
    static CassandraEndpoint alone(int nativePort, int storagePort) {
        return new CassandraEndpoint(LOOPBACK, nativePort, storagePort, List.of(LOOPBACK + ":" + storagePort), 0, List.of());
    }
}
