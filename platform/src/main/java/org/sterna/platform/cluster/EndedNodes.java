package org.sterna.platform.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.Address;

/**
 * Addresses whose node is known to have ended, by its lease, so that nobody waits until its silence tells. Of the whole process, because Pekko makes failure
 * detectors by itself and gives them nothing. Thread-safe.
 */
final class EndedNodes {
    private static final Map<String, Long> ENDED = new ConcurrentHashMap<>();

    private EndedNodes() { }

    /** What is heard from this address from now on comes from another node. */
    static void add(Address address) {
        ENDED.put(address.toString(), System.nanoTime());
    }

    /** @param since when somebody began to watch the node at this address, on the clock of {@link System#nanoTime} */
    static boolean hasEnded(String address, long since) {
        Long ended = ENDED.get(address);
        return ended != null && ended - since > 0;
    }
}
