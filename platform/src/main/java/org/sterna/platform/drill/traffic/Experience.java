package org.sterna.platform.drill.traffic;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sterna.platform.drill.LatencyHistogram;

/** What all IMAP clients together went through. Any thread may write. */
public final class Experience {
    private static final int LINES = 2_000;
    private static final long WORTH_A_LINE = Duration.ofSeconds(1).toNanos();

    private record Wait(long end, long nanos) {
    }

    private final LatencyHistogram times = new LatencyHistogram();
    private final List<Wait> waits = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int lostOnHealthyNodes;
    private int timeouts;

    /** A command was answered, by a node of which that was to be expected. */
    void answered(String command, long nanos) {
        times.record(nanos);
        if (nanos > WORTH_A_LINE) {
            synchronized (this) {
                waits.add(new Wait(System.nanoTime(), nanos));
                note(command + " took " + nanos / 1_000_000 + " ms");
            }
        }
    }

    /** A connection was lost, or none could be made. */
    synchronized void lost(String client, int node, boolean healthy, Exception cause) {
        lostOnHealthyNodes += healthy ? 1 : 0;
        timeouts += cause instanceof SocketTimeoutException ? 1 : 0;
        note(client + " lost node n" + (node + 1) + (healthy ? ", which is healthy: " : ": ") + cause);
    }

    /** NO or BAD. */
    synchronized void refused(String client, int node, Exception refusal) {
        refusals.merge(String.valueOf(refusal.getMessage()), 1, Integer::sum);
        note(client + " at node n" + (node + 1) + ": " + refusal.getMessage());
    }

    private void note(String line) {
        if (lines.size() < LINES) {
            lines.add(Instant.now() + " " + line);
        }
    }

    /** The longest that any command took that was under way between the two times of {@link System#nanoTime}; waits below a second are not told apart. */
    public synchronized Duration longest(long from, long to) {
        return Duration.ofNanos(waits.stream().filter(wait -> wait.end() > from && wait.end() - wait.nanos() < to).mapToLong(Wait::nanos).max().orElse(0));
    }

    public LatencyHistogram times() {
        return times;
    }

    public synchronized int lostOnHealthyNodes() {
        return lostOnHealthyNodes;
    }

    public synchronized int timeouts() {
        return timeouts;
    }

    public synchronized Map<String, Integer> refusals() {
        return new TreeMap<>(refusals);
    }

    /** What happened when, the first of it. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
