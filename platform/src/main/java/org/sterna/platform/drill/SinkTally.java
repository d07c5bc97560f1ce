package org.sterna.platform.drill;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What has come to a {@link RelaySink}, and how. Any thread may ask. */
public final class SinkTally {

    /**
     * How often one message came.
     *
     * @param accepted with a 250 that was given to the connection; whether the sender has read it is not known
     * @param withheld wholly, but the reply to the final dot was not sent
     * @param traces   the ids by which the sender knows it, as its Received field tells them
     */
    public record Arrivals(int accepted, int withheld, Set<String> traces) {
        static final Arrivals NONE = new Arrivals(0, 0, Set.of());

        Arrivals plus(int moreAccepted, int moreWithheld, String trace) {
            Set<String> all = traces;
            if (!all.contains(trace)) {
                all = new HashSet<>(traces);
                all.add(trace);
            }
            return new Arrivals(accepted + moreAccepted, withheld + moreWithheld, Set.copyOf(all));
        }

        /** Accepted or not, this is how often somebody might read it. */
        public int copies() {
            return accepted + withheld;
        }
    }

    private final Map<String, Arrivals> arrivals = new HashMap<>();
    private final Map<SinkFault, Long> faults = new EnumMap<>(SinkFault.class);
    private final Peak perSecond = new Peak(Duration.ofSeconds(1));
    private long accepted;
    private int distinct;
    private long lastAcceptance;
    private long connections;
    private int open;
    private int mostOpen;
    private int mostOnConnection;

    synchronized void connected() {
        connections++;
        open++;
        mostOpen = Math.max(mostOpen, open);
    }

    synchronized void closed() {
        open--;
    }

    synchronized void failed(SinkFault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    synchronized void onConnection(int messages) {
        mostOnConnection = Math.max(mostOnConnection, messages);
    }

    /** @param now as {@link System#nanoTime} tells it */
    synchronized void accepted(SinkMessage message, long now) {
        accepted++;
        lastAcceptance = now;
        perSecond.count(now);
        Arrivals all = arrivals.merge(message.id(), Arrivals.NONE.plus(1, 0, message.trace()), (before, one) -> before.plus(1, 0, message.trace()));
        if (all.accepted() == 1) {
            distinct++;
        }
    }

    synchronized void withheld(SinkMessage message) {
        arrivals.merge(message.id(), Arrivals.NONE.plus(0, 1, message.trace()), (before, one) -> before.plus(0, 1, message.trace()));
    }

    /** By Message-ID with angle brackets; the caller's own copy. */
    public synchronized Map<String, Arrivals> arrivals() {
        return new HashMap<>(arrivals);
    }

    /** How many different messages were accepted at least once. */
    public synchronized int distinct() {
        return distinct;
    }

    /** How often a message was accepted. */
    public synchronized long accepted() {
        return accepted;
    }

    /** Of the last acceptance, as {@link System#nanoTime} told it; 0 if there was none. */
    public synchronized long lastAcceptance() {
        return lastAcceptance;
    }

    /** How often each trouble was made; the caller's own copy. */
    public synchronized Map<SinkFault, Long> faults() {
        return new EnumMap<>(faults);
    }

    /** All that were ever made. */
    public synchronized long connections() {
        return connections;
    }

    /** The most that were open at one time. */
    public synchronized int mostConnections() {
        return mostOpen;
    }

    /** The most messages that came on one connection. */
    public synchronized int mostOnOneConnection() {
        return mostOnConnection;
    }

    /** The most messages that were accepted in any second. */
    public synchronized int mostInASecond() {
        return perSecond.most();
    }

    /** Counts from the beginning; connections that are open stay counted. */
    public synchronized void reset() {
        arrivals.clear();
        faults.clear();
        perSecond.reset();
        accepted = 0;
        distinct = 0;
        lastAcceptance = 0;
        connections = open;
        mostOpen = open;
        mostOnConnection = 0;
    }
}
