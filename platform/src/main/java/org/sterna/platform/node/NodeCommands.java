package org.sterna.platform.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
import org.sterna.platform.cluster.LeaseGuard;
import org.sterna.platform.demo.Demo;
import org.sterna.platform.drill.Drill;

/** The commands that are a node themselves. */
public final class NodeCommands implements NodeFunctions {
    @Override
    public int start(StartOptions options) {
        Supplier<SternaSettings> source = () -> SternaSettings.load(options.config(), options.sets(), options.data(), options.portOffset());
        SternaSettings settings = source.get();
        long started = System.nanoTime();
        Node node = Node.start(settings, source, library(), NodeCommands::say, Optional.of(options));
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
    public int release(StartOptions options) {
        SternaSettings settings = SternaSettings.load(options.config(), options.sets(), options.data(), options.portOffset());
        try (NodeFolder folder = NodeFolder.take(settings.node().data())) {
            Incarnation incarnation = folder.predecessor().orElseThrow(() -> new NodeException("no node has ever run on " + settings.node().data()));
            if (settings.cassandra().contactPoints().isEmpty()) {
                say("the lease on an embedded Cassandra is released by the next start");
                return 0;
            }
            try (Database database = Database.open(NodeDatabase.settings(settings, settings.cassandra().contactPoints()));
                    CassandraLeases leases = leases(settings, database, incarnation)) {
                Node.await(leases.release(incarnation), "the lease could not be released");
            }
            say("released the lease of " + incarnation);
            return 0;
        }
    }

    @Override
    public int guard(StartOptions options) {
        SternaSettings settings = SternaSettings.load(options.config(), options.sets(), options.data(), options.portOffset());
        try {
            Incarnation incarnation = LeaseGuard.told(System.in);
            try (Database database = Database.open(NodeDatabase.settings(settings, settings.cassandra().contactPoints()));
                    CassandraLeases leases = leases(settings, database, incarnation)) {
                LeaseGuard.keep(System.in, incarnation, leases);
            }
            return 0;
        } catch (IOException e) {
            throw new NodeException("the guard of the lease lost its pipe: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static CassandraLeases leases(SternaSettings settings, Database database, Incarnation incarnation) {
        return new CassandraLeases(database, incarnation, settings.lease().valid(), settings.lease().renew(), System::nanoTime, () -> { });
    }
}
