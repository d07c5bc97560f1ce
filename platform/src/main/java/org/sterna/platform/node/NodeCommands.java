package org.sterna.platform.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminServer;
import org.sterna.platform.admin.DemoOptions;
import org.sterna.platform.admin.DrillOptions;
import org.sterna.platform.admin.NodeFunctions;
import org.sterna.platform.admin.StartOptions;
import org.sterna.platform.demo.Demo;
import org.sterna.platform.drill.Drill;

/** The commands that are a node themselves. */
public final class NodeCommands implements NodeFunctions {
    @Override
    public int start(StartOptions options) {
        Supplier<SternaSettings> source = () -> SternaSettings.load(options.config(), options.sets(), options.data(), options.portOffset());
        SternaSettings settings = source.get();
        long started = System.nanoTime();
        Node node = Node.start(settings, source, library(), NodeCommands::say);
        AdminServer admin = admin(settings, node);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.close();
            admin.close();
        }, "sterna-shutdown"));
        node.listeners().ports().forEach((service, port) -> say("listening on " + port + " (" + service.settingName() + ")"));
        say("ready in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) + " ms as " + settings.node().hostName() + ", data in "
                + settings.node().data());
        node.ended().toCompletableFuture().join();
        admin.close();
        say("stopped");
        return 0;
    }

    /** A node that nobody could talk to does not stay. */
    private static AdminServer admin(SternaSettings settings, Node node) {
        try {
            return new AdminServer(settings.node().data(), settings.admin().port(), new NodeAdmin(node));
        } catch (AdminException e) {
            node.close();
            throw e;
        }
    }

    /** Where the launcher, or the test, says that the embedded Cassandra's jars are. */
    static Path library() {
        return Path.of(Optional.ofNullable(System.getProperty("sterna.cassandra.lib")).orElseThrow(() ->
                new NodeException("the system property sterna.cassandra.lib is not set: start Sterna with ./sterna")));
    }

    private static void say(String line) {
        System.out.println("sterna: " + line);
    }

    @Override
    public int demo(DemoOptions options) {
        return Demo.run(options);
    }

    @Override
    public int drill(DrillOptions options) {
        return Drill.run(options);
    }

    /** Holding the folder's lock proves that the process has ended; its lease is released for it. */
    @Override
    public int release(Path data) {
        SternaSettings settings = SternaSettings.load(Optional.empty(), List.of(), Optional.of(data), OptionalInt.empty());
        try (NodeFolder folder = NodeFolder.take(data)) {
            Optional<Incarnation> incarnation = folder.predecessor();
            if (incarnation.isEmpty()) {
                throw new NodeException("no node has ever run on " + data);
            }
            if (settings.cassandra().contactPoints().isEmpty()) {
                say("the lease on an embedded Cassandra is released by the next start");
                return 0;
            }
            try (Database database = Database.open(Node.databaseSettings(settings, settings.cassandra().contactPoints()));
                    CassandraLeases leases = new CassandraLeases(database, incarnation.get(), settings.lease().valid(), settings.lease().renew(),
                            System::nanoTime, () -> { })) {
                Node.await(leases.release(incarnation.get()), "the lease could not be released");
            }
            say("released the lease of " + incarnation.get());
            return 0;
        }
    }
}
