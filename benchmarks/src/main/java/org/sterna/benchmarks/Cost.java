package org.sterna.benchmarks;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server spent in a while.
 *
 * @param processor  of all its processes, if they are known
 * @param statements to Cassandra, if it is a node
 */
record Cost(Optional<Duration> processor, Optional<Statements> statements) {

    /** Statements in that while. */
    record Statements(long mutations, long reads) { }

    /** Milliseconds a message are seconds a thousand messages. */
    void print(PrintWriter out, long messages) {
        double divisor = Math.max(1, messages);
        processor.ifPresent(time -> out.printf("processor time      %.2f ms a message%n", time.toNanos() / 1e6 / divisor));
        statements.ifPresent(all -> out.printf("mutations           %.2f a message, reads %.2f%n", all.mutations() / divisor, all.reads() / divisor));
    }
}
