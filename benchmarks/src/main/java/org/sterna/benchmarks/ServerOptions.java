package org.sterna.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name the processes of the server under test. */
final class ServerOptions {
    @Option(names = "--pids", paramLabel = "P,Q", split = ",", description = "The server's processes; their descendants are counted, too.")
    private List<Long> pids = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "A Sterna node's data folder: its processes and mutations.")
    private Optional<Path> data = Optional.empty();

    /** The folder, if the server is a Sterna node. */
    Optional<Path> data() {
        return data.map(Path::toAbsolutePath);
    }

    /** The node's status, if the server is one. */
    Optional<NodeStatus> status() {
        return data().map(NodeStatus::of);
    }

    /** Empty if nothing was named. */
    Optional<ProcessTree> processes() {
        List<Long> roots = new ArrayList<>(pids);
        if (roots.isEmpty()) {
            status().ifPresent(status -> roots.addAll(status.pids()));
        }
        return roots.isEmpty() ? Optional.empty() : Optional.of(new ProcessTree(roots));
    }

    /** The first process named. */
    Optional<Long> mainProcess() {
        return pids.isEmpty() ? status().map(NodeStatus::pid) : Optional.of(pids.get(0));
    }
}
