package org.sterna.platform.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.sterna.config.CassandraSettings;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;
import org.sterna.persistence.store.cassandra.DatabaseUnreachableException;
import org.sterna.persistence.store.cassandra.SchemaException;
import org.sterna.platform.tls.ClientTls;

/** How a node reaches its store. */
final class NodeDatabase {
    private NodeDatabase() { }

    static Database open(SternaSettings settings, List<InetSocketAddress> contactPoints) {
        try {
            return Database.open(settings(settings, contactPoints));
        } catch (SchemaException e) {
            throw new NodeException(e.getMessage(), e);
        } catch (DatabaseUnreachableException e) {
            throw new NodeException("Cassandra at " + contactPoints + " (sterna.cassandra.contact-points) does not answer: " + e.getMessage(), e);
        }
    }

    static DatabaseSettings settings(SternaSettings settings, List<InetSocketAddress> contactPoints) {
        CassandraSettings cassandra = settings.cassandra();
        Duration timeout = cassandra.requestTimeout();
        return new DatabaseSettings(contactPoints.stream().map(each -> new InetSocketAddress(each.getHostString(), each.getPort())).toList(),
                cassandra.localDatacenter(), cassandra.keyspace(), cassandra.replicationFactor(), timeout, timeout.multipliedBy(2),
                settings.intake().ttl(), settings.sessionLog().ttl(), access(cassandra));
    }

    private static DatabaseSettings.Access access(CassandraSettings cassandra) {
        return new DatabaseSettings.Access(cassandra.consistency().name(), cassandra.speculateAfter(),
                cassandra.login().map(login -> new DatabaseSettings.Login(login.user(), password(login.passwordFile()))),
                cassandra.tls().map(tls -> new DatabaseSettings.Tls(ClientTls.context(tls), tls.checkHostName())));
    }

    private static String password(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElseThrow(() -> new NodeException("sterna.cassandra.password-file = " + file + " is empty"));
        } catch (IOException e) {
            throw new NodeException("sterna.cassandra.password-file = " + file + " cannot be read: " + e, e);
        }
    }
}
