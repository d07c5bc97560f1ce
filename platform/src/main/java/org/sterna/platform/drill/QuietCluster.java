package org.sterna.platform.drill;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.drill.cluster.ClusterException;
import org.sterna.platform.drill.cluster.SternaNode;

/** Whether nothing is under way any more: no node delivers, no message waits, nothing comes to the sink. */
public final class QuietCluster {
    private static final Duration STILL = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofMillis(500);

    private final List<SternaNode> nodes;
    private final SinkTally sink;

    public QuietCluster(List<SternaNode> nodes, SinkTally sink) {
        this.nodes = nodes;
        this.sink = sink;
    }

    /** Whether it is so within the time, for a few seconds on end. */
    public boolean await(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long quietSince = System.nanoTime();
        long atSink = sink.accepted();
        while (System.nanoTime() - quietSince < STILL.toNanos()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(ROUND.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("while the cluster became quiet");
            }
            if (sink.accepted() != atSink || !nodes.stream().allMatch(QuietCluster::isQuiet)) {
                quietSince = System.nanoTime();
                atSink = sink.accepted();
            }
        }
        return true;
    }

    private static boolean isQuiet(SternaNode node) {
        try {
            return ConfigFactory.parseString(node.admin("", "status", "--json")).getInt("delivering") == 0
                    && node.admin("", "queue", "list", "--json").strip().equals("[]");
        } catch (ClusterException notNow) {
            return false;
        }
    }

    /** What waits, for people. */
    public String waiting() {
        try {
            return nodes.get(0).admin("", "queue", "list");
        } catch (ClusterException e) {
            return e.getMessage();
        }
    }
}
