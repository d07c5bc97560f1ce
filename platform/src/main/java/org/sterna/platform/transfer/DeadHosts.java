package org.sterna.platform.transfer;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hosts that could not be reached lately: others are tried before them. Thread-safe. */
final class DeadHosts {
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Duration remembered;
    private final Map<InetSocketAddress, Instant> dead = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Instant> eldest) {
            return size() > MOST;
        }
    };

    DeadHosts(Clock clock, Duration remembered) {
        this.clock = clock;
        this.remembered = remembered;
    }

    synchronized void failed(InetSocketAddress host) {
        dead.remove(host);
        dead.put(host, clock.instant().plus(remembered));
    }

    synchronized void reached(InetSocketAddress host) {
        dead.remove(host);
    }

    synchronized boolean isDead(InetSocketAddress host) {
        Instant until = dead.getOrDefault(host, Instant.MIN);
        return clock.instant().isBefore(until);
    }
}
