package org.sterna.platform.cluster;

import com.typesafe.config.Config;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/** Watches one node by its heartbeats, and knows at once when {@link LeaseWatch} has seen that its process has ended. Made by Pekko, by reflection, for each node anew. */
public final class LeaseFailureDetector extends PhiAccrualFailureDetector {
    private final long made = System.nanoTime();
    private volatile String address = "";

    public LeaseFailureDetector(Config config, EventStream events) {
        super(config, events);
    }

    @Override
    public void setAddress(String watched) {
        super.setAddress(watched);
        address = watched;
    }

    @Override
    public boolean isAvailable() {
        return super.isAvailable() && !EndedNodes.hasEnded(address, made);
    }
}
