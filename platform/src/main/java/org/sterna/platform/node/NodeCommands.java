package org.sterna.platform.node;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.platform.admin.AdminServer;
import org.sterna.platform.admin.DemoOptions;
import org.sterna.platform.admin.NodeFunctions;
import org.sterna.platform.admin.StartOptions;

/** The commands that are a node themselves. */
public final class NodeCommands implements NodeFunctions {
    @Override
    public int start(StartOptions options) {
        SternaSettings settings = SternaSettings.load(options.config(), options.sets(), options.data(), options.portOffset());
        long started = System.nanoTime();
        Node node = Node.start(settings, library(), NodeCommands::say);
        AdminServer admin = new AdminServer(settings.node().data(), new NodeAdmin(node));
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
        throw new NodeException("not yet");
    }

    @Override
    public int release(Path data) {
        throw new NodeException("not yet");
    }
}
