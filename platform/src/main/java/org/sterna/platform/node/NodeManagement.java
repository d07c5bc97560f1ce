package org.sterna.platform.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.sterna.config.ManagementSettings;
import org.sterna.config.SternaSettings;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.PortNotAvailableException;
import org.sterna.platform.management.Health;
import org.sterna.platform.management.Management;
import org.sterna.platform.management.ManagementSetup;

/** The management port of a node: what it is told, and when the node is ready. */
final class NodeManagement implements Health {
    private final Node node;

    private NodeManagement(Node node) {
        this.node = node;
    }

    /** Empty if there is no port. */
    static Config configuration(SternaSettings settings) {
        ManagementSettings management = settings.management();
        boolean every = management.host().equals("0.0.0.0") || management.host().equals("::");
        return management.port().isEmpty() ? ConfigFactory.empty()
                : Management.configuration(management.host(), every ? settings.cluster().host() : management.host(), management.port().getAsInt());
    }

    static ManagementSetup setup(Node node, NodeFigures figures) {
        return new ManagementSetup(new NodeManagement(node), figures::now);
    }

    /** Finds out before anything is started whether the port can be had. */
    static void tryPort(ManagementSettings settings) {
        try {
            settings.port().ifPresent(port -> Listener.tryPort(settings.host(), port));
        } catch (PortNotAvailableException e) {
            throw new NodeException("sterna.management.port: " + e.getMessage(), e);
        }
    }

    /** Opens the port, if there is to be one; closing what is returned closes it. */
    static AutoCloseable start(ManagementSettings settings, ActorSystem<?> system) {
        if (settings.port().isEmpty()) {
            return () -> { };
        }
        String complaint = "sterna.management.port: port " + settings.port().getAsInt() + " of " + settings.host() + " could not be opened";
        Management management = Node.await(Management.start(system), complaint);
        return () -> Node.await(management.stop(), "the management port could not be closed");
    }

    @Override
    public Optional<String> notStarted() {
        return node.opened() ? Optional.empty() : Optional.of("the ports are not open yet");
    }

    @Override
    public Optional<String> notReady() {
        if (!node.ready()) {
            return complaint(node.opened(), false, false, MemberStatus.removed());
        }
        return complaint(true, true, node.leases().own().valid(System.nanoTime()), Cluster.get(node.system()).selfMember().status());
    }

    /**
     * Why no new clients should be sent to a node.
     *
     * @param opened its ports were open once
     * @param ready  they are, and it does not stop
     */
    static Optional<String> complaint(boolean opened, boolean ready, boolean leaseValid, MemberStatus status) {
        if (!ready) {
            return Optional.of(opened ? "the node is stopping" : "the ports are not open yet");
        }
        if (!leaseValid) {
            return Optional.of("the node's lease is not valid: Cassandra does not answer in time");
        }
        return status == MemberStatus.up() ? Optional.empty()
                : Optional.of("the node is not up in its cluster, but " + status.toString().toLowerCase(Locale.ROOT));
    }
}
