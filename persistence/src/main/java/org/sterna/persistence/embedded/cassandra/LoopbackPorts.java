package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports below the range from which operating systems take the local ports of outgoing connections (32768 and up).
 * In that range another connection could take the port while Cassandra restarts, or a driver that reconnects could meet itself.
 */
final class LoopbackPorts {
    private static final int LOWEST = 21_000;
    private static final int COUNT = 9_000;

    private LoopbackPorts() {
    }

    /** A free port that is none of these, which may be free still. */
    static int freeBeside(Set<Integer> taken) {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = LOWEST + ThreadLocalRandom.current().nextInt(COUNT);
            if (!taken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedCassandraException("no free port on loopback between " + LOWEST + " and " + (LOWEST + COUNT));
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
