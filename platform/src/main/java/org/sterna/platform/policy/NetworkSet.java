package org.sterna.platform.policy;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sterna.config.Network;

/** Networks, by the length of their prefixes: a look-up costs one hash for each length there is, however many networks. */
final class NetworkSet {
    private final Map<Integer, Set<Network>> byBits = new HashMap<>();

    /** @throws IllegalArgumentException with the entry that is no network */
    NetworkSet(List<String> entries) {
        for (String entry : entries) {
            Network network = Network.canonical(entry);
            byBits.computeIfAbsent(network.bits(), bits -> new HashSet<>()).add(network);
        }
    }

    boolean contains(InetAddress address) {
        for (Map.Entry<Integer, Set<Network>> each : byBits.entrySet()) {
            if (each.getValue().contains(Network.of(address, each.getKey()))) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return byBits.isEmpty();
    }
}
