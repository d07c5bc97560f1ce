package org.sterna.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The store: {@code sterna.cassandra}.
 *
 * @param contactPoints     unresolved; empty for the embedded one
 * @param localDatacenter   where this node reads and writes
 * @param keyspace          letters, digits and _
 * @param replicationFactor copies of each row
 * @param consistency       of reads and writes
 * @param requestTimeout    of one statement
 * @param speculateAfter    when a statement without an answer is sent to another node, too; zero for never
 * @param login             empty if Cassandra asks for none
 * @param tls               empty for none
 * @param embedded          used when there are no contact points
 */
public record CassandraSettings(List<InetSocketAddress> contactPoints, String localDatacenter, String keyspace,
                                int replicationFactor, Consistency consistency, Duration requestTimeout, Duration speculateAfter,
                                Optional<Login> login, Optional<CassandraTls> tls, EmbeddedSettings embedded) {
    /** Reads see every acknowledged write at each of these. */
    public enum Consistency { LOCAL_QUORUM, QUORUM, EACH_QUORUM }

    /** @param passwordFile whose first line is the password */
    public record Login(String user, Path passwordFile) { }

    static CassandraSettings read(SettingsReader settings) {
        return new CassandraSettings(
                settings.endpoints("sterna.cassandra.contact-points"),
                settings.text("sterna.cassandra.local-datacenter", "a name", name -> !name.isEmpty()),
                settings.text("sterna.cassandra.keyspace", "1 to 48 letters, digits and _, a letter first",
                        name -> name.matches("[A-Za-z][A-Za-z0-9_]{0,47}")),
                settings.number("sterna.cassandra.replication-factor", 1, 9),
                settings.choice("sterna.cassandra.consistency", Consistency.values()),
                settings.duration("sterna.cassandra.request-timeout", "100 ms", "5 m"),
                settings.duration("sterna.cassandra.speculate-after", "0 s", "1 m"),
                login(settings), CassandraTls.read(settings), EmbeddedSettings.read(settings));
    }

    private static Optional<Login> login(SettingsReader settings) {
        String user = settings.text("sterna.cassandra.user", "a name, or empty", name -> true);
        Optional<Path> file = settings.file("sterna.cassandra.password-file");
        if (user.isEmpty() != file.isEmpty()) {
            throw settings.wrong("sterna.cassandra.password-file", "the path of a file exactly if sterna.cassandra.user is set");
        }
        return file.map(each -> new Login(user, each));
    }
}
