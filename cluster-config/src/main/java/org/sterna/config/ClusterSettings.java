package org.sterna.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The other nodes: {@code sterna.cluster}.
 *
 * @param discovery      how they are found
 * @param seeds          unresolved; empty for a cluster of one, or where they are found otherwise
 * @param lookup         by what name, if they are found by DNS or by Kubernetes
 * @param host           by which others reach this node
 * @param port           0 for a free one
 * @param bindHost       the address that is listened on, if it is another one
 * @param roles          what this node does; not empty
 * @param tls            between nodes; empty for none
 * @param heartbeatPause how long a node may be silent before it counts as unreachable
 * @param stableAfter    how long it must stay so before one side of the cluster goes on without it
 * @param joinTimeout    how long a node that starts tries to join
 * @param activeEntities at most, of each kind, that are awake on this node; more than there can be slices of the queue, which must not sleep
 */
public record ClusterSettings(Discovery discovery, List<InetSocketAddress> seeds, LookupSettings lookup, String host, int port,
        Optional<String> bindHost, Set<NodeRole> roles, Optional<ClusterTls> tls, Duration heartbeatPause, Duration stableAfter,
        Duration joinTimeout, int activeEntities) {

    /** How nodes that start find the others. */
    public enum Discovery { SEEDS, DNS, KUBERNETES }

    /** No other node is ever looked for. */
    public boolean alone() {
        return discovery == Discovery.SEEDS && seeds.isEmpty();
    }

    static ClusterSettings read(SettingsReader settings) {
        Discovery discovery = settings.choice("sterna.cluster.discovery", Discovery.values());
        List<InetSocketAddress> seeds = settings.endpoints("sterna.cluster.seeds");
        int port = settings.number("sterna.cluster.port", 0, 65_535);
        if (port == 0 && !(discovery == Discovery.SEEDS && seeds.isEmpty())) {
            throw settings.wrong("sterna.cluster.port", "a fixed port, such as 25520, when there are other nodes");
        }
        if (discovery != Discovery.SEEDS && !seeds.isEmpty()) {
            throw settings.wrong("sterna.cluster.seeds", "empty when sterna.cluster.discovery is not seeds");
        }
        String bindHost = settings.text("sterna.cluster.bind-host", "a host name or an IP address, or empty", name -> true);
        Set<NodeRole> roles = EnumSet.noneOf(NodeRole.class);
        roles.addAll(settings.list("sterna.cluster.roles", "a list of front, queue, store", NodeRole::named));
        if (roles.isEmpty()) {
            throw settings.wrong("sterna.cluster.roles", "a list of at least one of front, queue, store");
        }
        return new ClusterSettings(discovery, seeds, LookupSettings.read(settings, discovery),
                settings.text("sterna.cluster.host", "a host name or an IP address", name -> !name.isEmpty()), port,
                bindHost.isEmpty() ? Optional.empty() : Optional.of(bindHost), Set.copyOf(roles), ClusterTls.read(settings),
                settings.duration("sterna.cluster.heartbeat-pause", "1 s", "5 m"), settings.duration("sterna.cluster.stable-after", "1 s", "5 m"),
                settings.duration("sterna.cluster.join-timeout", "5 s", "1 h"), settings.number("sterna.cluster.active-entities", 10_000, 10_000_000));
    }
}
