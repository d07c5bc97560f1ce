package org.sterna.platform.connection;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * How many connections one client network may have at a time. Whoever holds a place is known by an object of its own, because behind a load
 * balancer the address is known later than the connection. Thread-safe.
 */
public final class NetworkCap {
    private final int most;
    private final Function<InetAddress, Optional<Object>> networks;
    private final ConcurrentMap<Object, Integer> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<Object, Object> holders = new ConcurrentHashMap<>();

    /**
     * @param most     at least 1
     * @param networks the network that an address counts for; empty if it is not counted
     */
    public NetworkCap(int most, Function<InetAddress, Optional<Object>> networks) {
        if (most < 1) {
            throw new IllegalArgumentException("a cap of " + most + " connections must be at least 1");
        }
        this.most = most;
        this.networks = networks;
    }

    /**
     * Takes a place, to be given back with {@link #release}.
     *
     * @param holder has none yet
     * @return false if there is none left
     */
    boolean take(Object holder, InetAddress address) {
        Optional<Object> network = networks.apply(address);
        if (network.isEmpty()) {
            return true;
        }
        if (open.merge(network.get(), 1, Integer::sum) > most) {
            giveBack(network.get());
            return false;
        }
        holders.put(holder, network.get());
        return true;
    }

    /** Gives back what the holder has, if it has anything. */
    void release(Object holder) {
        Optional.ofNullable(holders.remove(holder)).ifPresent(this::giveBack);
    }

    private void giveBack(Object network) {
        open.computeIfPresent(network, (key, count) -> count > 1 ? count - 1 : null);
    }
}
