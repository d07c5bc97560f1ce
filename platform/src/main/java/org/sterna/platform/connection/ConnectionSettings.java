package org.sterna.platform.connection;

import java.time.Duration;

/**
 * The bounds of one connection.
 *
 * @param maxReceivedOctets the most that one {@link ConnectionEvent.Received} carries; at least 1
 * @param maxQueuedOctets   the most that may wait to be sent before the connection is aborted; at least 1
 * @param closeTimeout      how long {@link ConnectionOutput#finish()} may take, the wait for the peer's FIN included
 */
public record ConnectionSettings(int maxReceivedOctets, int maxQueuedOctets, Duration closeTimeout) {

    /** 32 KiB, 1 MiB, 10 seconds. */
    public static final ConnectionSettings DEFAULT = new ConnectionSettings(32 * 1024, 1024 * 1024, Duration.ofSeconds(10));

    public ConnectionSettings {
        if (maxReceivedOctets < 1 || maxQueuedOctets < 1) {
            throw new IllegalArgumentException(
                    "maxReceivedOctets " + maxReceivedOctets + " and maxQueuedOctets " + maxQueuedOctets + " must be at least 1");
        }
        if (closeTimeout.isNegative() || closeTimeout.isZero()) {
            throw new IllegalArgumentException("closeTimeout " + closeTimeout + " must be positive");
        }
    }
}
