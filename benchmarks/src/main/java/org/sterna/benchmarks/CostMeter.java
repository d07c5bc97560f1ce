package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads what a server has spent since a moment. */
final class CostMeter {
    private final ServerOptions server;
    private final Optional<ProcessTree> processes;
    private final Optional<Duration> processor;
    private final Optional<NodeStatus> status;

    private CostMeter(ServerOptions server) throws IOException {
        this.server = server;
        processes = server.processes();
        processor = processorTime();
        status = server.status();
    }

    static CostMeter start(ServerOptions server) throws IOException {
        return new CostMeter(server);
    }

    private Optional<Duration> processorTime() throws IOException {
        return processes.isPresent() ? Optional.of(processes.get().processorTime()) : Optional.empty();
    }

    /** From the start until now. */
    Cost read() throws IOException {
        Optional<Duration> now = processorTime();
        return new Cost(now.map(time -> time.minus(processor.orElseThrow())), status.flatMap(before -> server.status().map(after ->
                new Cost.Statements(after.mutations() - before.mutations(), after.reads() - before.reads()))));
    }
}
