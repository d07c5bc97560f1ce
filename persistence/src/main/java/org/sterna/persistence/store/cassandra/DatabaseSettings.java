package org.sterna.persistence.store.cassandra;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
 * @param access            how a cluster of its own is talked to
 */
public record DatabaseSettings(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        String keyspace,
        int replicationFactor,
        Duration requestTimeout,
        Duration writeDeadline,
        Duration intakeLife,
        Duration sessionLife,
        Access access) {

    /**
     * How a Cassandra is talked to that is not our own child.
     *
     * @param consistency    of reads and writes: LOCAL_QUORUM, QUORUM or EACH_QUORUM
     * @param speculateAfter when a statement without an answer is sent to another node, too; zero for never
     * @param login          empty if none is asked for
     * @param tls            empty for none
     */
    public record Access(String consistency, Duration speculateAfter, Optional<Login> login, Optional<Tls> tls) {
        public static final Access OPEN = new Access("LOCAL_QUORUM", Duration.ZERO, Optional.empty(), Optional.empty());
    }

    /** Whoever prints it sees no password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** @param checkHostName whether the certificate must name the host that is connected to */
    public record Tls(SSLContext context, boolean checkHostName) { }

    /** Of a Cassandra that asks for nothing. */
    public DatabaseSettings(List<InetSocketAddress> contactPoints, String localDatacenter, String keyspace, int replicationFactor, Duration requestTimeout,
            Duration writeDeadline, Duration intakeLife, Duration sessionLife) {
        this(contactPoints, localDatacenter, keyspace, replicationFactor, requestTimeout, writeDeadline, intakeLife, sessionLife, Access.OPEN);
    }

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
