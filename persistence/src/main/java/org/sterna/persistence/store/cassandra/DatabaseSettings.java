package org.sterna.persistence.store.cassandra;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How Sterna talks to Cassandra.
 *
 * @param contactPoints     at least one
 * @param localDatacenter   the data centre whose replicas are asked
 * @param keyspace          made if it is not there
 * @param replicationFactor of a keyspace that is made now; 1 for the embedded store
 * @param requestTimeout    of one attempt of one statement
 * @param writeDeadline     how long an identical write is repeated before its outcome counts as unknown
 * @param intakeLife        TTL of the intake: longest queue lifetime and trace retention together
 * @param sessionLife       TTL of the session log
 */
public record DatabaseSettings(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        String keyspace,
        int replicationFactor,
        Duration requestTimeout,
        Duration writeDeadline,
        Duration intakeLife,
        Duration sessionLife) {
    public DatabaseSettings {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty()) {
            throw new IllegalArgumentException("at least one contact point is needed");
        }
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException("keyspace '" + keyspace + "': a lower-case letter, then letters, digits and _ , 48 at most");
        }
    }

    /** For one contact point, everything else at its default. */
    public static DatabaseSettings of(InetSocketAddress contactPoint, String keyspace) {
        return new DatabaseSettings(List.of(contactPoint), "datacenter1", keyspace, 1, Duration.ofSeconds(5), Duration.ofSeconds(20),
                Duration.ofDays(40), Duration.ofDays(30));
    }
}
