package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One embedded Cassandra for all tests of a JVM: started by the first class that is annotated with
 * {@code @ExtendWith(CassandraExtension.class)}, stopped with the last. Tests share it, so each makes a keyspace of its own.
 * The address is had by {@link #contactPoint()} or as a parameter of type {@link InetSocketAddress}.
 */
public final class CassandraExtension implements BeforeAllCallback, ParameterResolver {
    /** For the tables of some hundred keyspaces, which all have their share of it. */
    private static final int HEAP_MIB = 2048;
    private static volatile Shared shared;

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = context.getRoot().getStore(ExtensionContext.Namespace.create(CassandraExtension.class))
                .getOrComputeIfAbsent(Shared.class, type -> new Shared(), Shared.class);
    }

    /** Where the shared Cassandra speaks CQL; its data centre is {@code datacenter1}. */
    public static InetSocketAddress contactPoint() {
        return cassandra().contactPoint();
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

    private static final class Shared implements ExtensionContext.Store.CloseableResource {
        private final Path folder;
        private final EmbeddedCassandra cassandra;

        Shared() {
            try {
                folder = Files.createTempDirectory("sterna-cassandra");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(folder, lib()).withMaxHeapMiB(HEAP_MIB),
                    line -> System.err.println("[embedded cassandra] " + line));
        }

        @Override
        public void close() {
            cassandra.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
