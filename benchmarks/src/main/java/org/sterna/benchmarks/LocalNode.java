package org.sterna.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.admin.AdminClient;

/**
 * A node that a measurement starts itself. What it says is in the file DIR.log beside its folder.
 *
 * @param process of the launcher, which becomes the node, so that its end is the node's
 * @param status  when it was ready
 */
record LocalNode(Path data, Process process, NodeStatus status) {
    private static final Duration ROUND = Duration.ofMillis(5);
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(3);

    /**
     * Returns when it is ready.
     *
     * @param command what starts it; {@code --data} is added
     * @throws IOException if another one is running there, or it is not ready within three minutes
     */
    static LocalNode start(List<String> command, Path data) throws IOException {
        if (AdminClient.isRunning(data)) {
            throw new IOException("a node is running on " + data + " already");
        }
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--data", data.toString()));
        File log = new File(data + ".log");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log).start();
        Thread atExit = new Thread(() -> end(process), "end-starting-node");
        Runtime.getRuntime().addShutdownHook(atExit);
        Optional<NodeStatus> status = NodeStatus.ifReady(data);
        while (status.isEmpty()) {
            if (!process.isAlive() || System.nanoTime() - begin > START.toNanos()) {
                process.destroy();
                throw new IOException("the node did not start; look into " + log);
            }
            LockSupport.parkNanos(ROUND.toNanos());
            status = NodeStatus.ifReady(data);
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        return new LocalNode(data, process, status.get());
    }

    /** As this JVM is interrupted. */
    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    /** Returns when it has ended; its Cassandra lives on for a while. */
    void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** An orderly stop; returns when it has ended. */
    void stop() throws InterruptedException {
        if (process.isAlive()) {
            AdminClient.call(data, List.of("stop"), "");
        }
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            kill9();
        }
    }
}
