package org.sterna.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The store: {@code sterna.cassandra}.
 *
 * @param contactPoints     unresolved; empty for the embedded one
 * @param localDatacenter   where this node reads and writes
 * @param keyspace          letters, digits and _
 * @param replicationFactor copies of each row
 * @param requestTimeout    of one statement
 * @param embedded          used when there are no contact points
 */
public record CassandraSettings(List<InetSocketAddress> contactPoints, String localDatacenter, String keyspace,
                                int replicationFactor, Duration requestTimeout, EmbeddedSettings embedded) {
    static CassandraSettings read(SettingsReader settings) {
        return new CassandraSettings(
                settings.endpoints("sterna.cassandra.contact-points"),
                settings.text("sterna.cassandra.local-datacenter", "a name", name -> !name.isEmpty()),
                settings.text("sterna.cassandra.keyspace", "1 to 48 letters, digits and _, a letter first",
                        name -> name.matches("[A-Za-z][A-Za-z0-9_]{0,47}")),
                settings.number("sterna.cassandra.replication-factor", 1, 9),
                settings.duration("sterna.cassandra.request-timeout", "100 ms", "5 m"),
                EmbeddedSettings.read(settings));
    }
}
