package org.sterna.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The other nodes: {@code sterna.cluster}.
 *
 * @param seeds unresolved; empty for a cluster of one
 * @param host  by which others reach this node
 * @param port  0 for a free one
 * @param activeEntities at most, of each kind, that are awake on this node; more than there can be slices of the queue, which must not sleep
 */
public record ClusterSettings(List<InetSocketAddress> seeds, String host, int port, int activeEntities) {
    static ClusterSettings read(SettingsReader settings) {
        List<InetSocketAddress> seeds = settings.endpoints("sterna.cluster.seeds");
        int port = settings.number("sterna.cluster.port", 0, 65_535);
        if (port == 0 && !seeds.isEmpty()) {
            throw settings.wrong("sterna.cluster.port", "a fixed port, such as 25520, when there are sterna.cluster.seeds");
        }
        return new ClusterSettings(seeds, settings.text("sterna.cluster.host", "a host name or an IP address", name -> !name.isEmpty()),
                port, settings.number("sterna.cluster.active-entities", 10_000, 10_000_000));
    }
}
