package org.sterna.platform.drill.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What cluster is to be made.
 *
 * @param nodes      of Sterna, 1 to 9
 * @param cassandras nodes of the ring, 1 to 9
 * @param data       the folder of all folders
 * @param sets       further settings of every node, {@code path=value}
 * @param heapMiB    of each Sterna node
 */
public record ClusterPlan(int nodes, int cassandras, Path data, List<String> sets, int heapMiB) {
    private static final int MOST = 9;
    private static final int MOST_COPIES = 3;
    private static final int HEAP_MIB = 512;

    public ClusterPlan {
        if (nodes < 1 || nodes > MOST || cassandras < 1 || cassandras > MOST) {
            throw new ClusterException("a cluster on this machine has 1 to " + MOST + " nodes and as many of Cassandra, not " + nodes + " and " + cassandras);
        }
        data = data.toAbsolutePath().normalize();
        sets = List.copyOf(sets);
    }

    public static ClusterPlan of(int nodes, int cassandras, Path data) {
        return new ClusterPlan(nodes, cassandras, data, List.of(), HEAP_MIB);
    }

    /** With these settings of every node behind those it has. */
    public ClusterPlan with(String... settings) {
        return new ClusterPlan(nodes, cassandras, data, Stream.concat(sets.stream(), Stream.of(settings)).toList(), heapMiB);
    }

    int copies() {
        return Math.min(MOST_COPIES, cassandras);
    }
}
