package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * What all nodes of a cluster have done, up to a moment or within a span.
 *
 * @param sterna       processor time of the nodes, with their guards
 * @param cassandra    processor time of the ring
 * @param reads        of Cassandra
 * @param writes       without condition
 * @param conditional  lightweight transactions
 * @param betweenNodes messages sent to another node
 */
record ClusterReading(Duration sterna, Duration cassandra, double reads, double writes, double conditional, double betweenNodes) {
    static final String HEADING = "Sterna ms  Cassandra ms  writes   reads  conditional  between nodes";

    static ClusterReading of(Duration sterna, Duration cassandra, FigurePage figures) throws IOException {
        return new ClusterReading(sterna, cassandra, statements(figures, "read"), statements(figures, "write"), statements(figures, "conditional"),
                figures.value("sterna_cluster_messages_total{direction=\"sent\"}"));
    }

    private static double statements(FigurePage figures, String operation) throws IOException {
        return figures.value("sterna_cassandra_request_duration_seconds_count{operation=\"" + operation + "\"}");
    }

    ClusterReading minus(ClusterReading before) {
        return new ClusterReading(sterna.minus(before.sterna), cassandra.minus(before.cassandra), reads - before.reads, writes - before.writes,
                conditional - before.conditional, betweenNodes - before.betweenNodes);
    }

    /** A row under {@link #HEADING}: of each message, or of each second. */
    String dividedBy(double units) {
        return "%9.2f  %12.2f  %6.2f  %6.2f  %11.3f  %13.2f".formatted(sterna.toNanos() / 1e6 / units, cassandra.toNanos() / 1e6 / units, writes / units,
                reads / units, conditional / units, betweenNodes / units);
    }
}
