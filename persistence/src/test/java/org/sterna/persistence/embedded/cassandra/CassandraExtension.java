package org.sterna.persistence.embedded.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

/**
 * One embedded Cassandra for the tests of a JVM: started by the first class that is annotated with
 * {@code @ExtendWith(CassandraExtension.class)}, stopped with the JVM. Tests share it, so each makes a keyspace of its own. Where the classes are executed one by
 * one, another one takes its place behind some of them: a start takes seconds, and so does each keyspace beside the tables of hundreds.
 * The address is had by {@link #contactPoint()} or as a parameter of type {@link InetSocketAddress}.
 *
 * <p>It has the patience of a test: a machine that stands still for some seconds fails no statement and repeats none.
 */
public final class CassandraExtension implements BeforeAllCallback, ParameterResolver {
    /** For the tables of some hundred keyspaces, which all have their share of it. */
    private static final int HEAP_MIB = 2048;
    private static final int EXECUTIONS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static volatile Shared shared;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.create(CassandraExtension.class))
                .getOrComputeIfAbsent(Execution.class, type -> new Execution(), Execution.class);
    }

    /** Tests that are executed at once. */
    private static final class Execution {
        private static int executions;

        Execution() {
            synchronized (CassandraExtension.class) {
                if (shared != null && executions >= EXECUTIONS) {
                    shared.close();
                    shared = null;
                    executions = 0;
                }
                executions++;
                if (shared == null) {
                    shared = new Shared();
                }
            }
        }
    }

    /** Where the shared Cassandra speaks CQL; its data centre is {@code datacenter1}. */
    public static InetSocketAddress contactPoint() {
        return cassandra().contactPoint();
    }

    /** For a keyspace in the shared Cassandra. */
    public static DatabaseSettings settings(String keyspace) {
        DatabaseSettings usual = DatabaseSettings.of(contactPoint(), keyspace);
        return new DatabaseSettings(usual.contactPoints(), usual.localDatacenter(), keyspace, usual.replicationFactor(), PATIENCE,
                usual.writeDeadline(), usual.intakeLife(), usual.sessionLife());
    }

    /** A session of the driver's own on a keyspace that is there, for tests that look into tables or damage them. */
    public static CqlSession session(String keyspace) {
        return patient(contactPoint()).withKeyspace(keyspace).build();
    }

    static CqlSessionBuilder patient(InetSocketAddress contactPoint) {
        return CqlSession.builder().addContactPoint(contactPoint).withLocalDatacenter("datacenter1")
                .withConfigLoader(DriverConfigLoader.programmaticBuilder().withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                        .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, PATIENCE).build());
    }

    static EmbeddedCassandraSettings patient(EmbeddedCassandraSettings usual) {
        return new EmbeddedCassandraSettings(usual.folder(), usual.lib(), usual.java(), usual.maxHeapMiB(), usual.grace(),
                usual.startTimeout().multipliedBy(2), usual.stopTimeout().multipliedBy(2), PATIENCE, usual.reserved());
    }

    /** The shared Cassandra itself, for tests that kill its process. */
    public static EmbeddedCassandra cassandra() {
        if (shared == null) {
            throw new IllegalStateException("annotate the test class with @ExtendWith(CassandraExtension.class)");
        }
        return shared.cassandra;
    }

    /** Cassandra's jars, as the build left them. */
    public static Path lib() {
        String lib = System.getProperty("sterna.cassandra.lib", "");
        if (lib.isEmpty()) {
            throw new IllegalStateException("the system property sterna.cassandra.lib must name the folder of Cassandra's jars");
        }
        return Path.of(lib);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == InetSocketAddress.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return contactPoint();
    }

    private static final class Shared {
        private final Path folder;
        private final EmbeddedCassandra cassandra;
        private final Thread atExit = new Thread(this::end);

        Shared() {
            try {
                folder = Files.createTempDirectory("sterna-cassandra");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cassandra = EmbeddedCassandra.start(patient(EmbeddedCassandraSettings.in(folder, lib()).withMaxHeapMiB(HEAP_MIB)),
                    line -> System.err.println("[embedded cassandra] " + line));
            Runtime.getRuntime().addShutdownHook(atExit);
        }

        void close() {
            Runtime.getRuntime().removeShutdownHook(atExit);
            end();
        }

        private void end() {
            cassandra.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
