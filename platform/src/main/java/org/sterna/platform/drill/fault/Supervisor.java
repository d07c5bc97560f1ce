package org.sterna.platform.drill.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sterna.platform.drill.cluster.ClusterException;
import org.sterna.platform.drill.cluster.SternaNode;

/** Starts nodes again that have ended by themselves, as the supervisor of a host does; those that the drill killed are the drill's own to start. */
final class Supervisor implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(200);
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(2);

    private final List<SternaNode> nodes;
    private final Consumer<String> progress;
    private final Set<SternaNode> left = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> ended = new ArrayList<>();
    private final Thread thread = new Thread(this::watch, "drill-supervisor");

    Supervisor(List<SternaNode> nodes, Consumer<String> progress) {
        this.nodes = nodes;
        this.progress = progress;
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on somebody else sees to it. */
    void leave(SternaNode node) {
        synchronized (node) {
            left.add(node);
        }
    }

    void take(SternaNode node) {
        left.remove(node);
    }

    /** Each time that a node has ended by itself. */
    List<String> ended() {
        synchronized (ended) {
            return List.copyOf(ended);
        }
    }

    private void watch() {
        try {
            while (!end.await(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                for (SternaNode node : nodes) {
                    if (!left.contains(node) && node.exitStatus().isPresent()) {
                        restart(node);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(SternaNode node) throws InterruptedException {
        String line = "node " + node.host().name() + " ended by itself with status " + node.exitStatus().map(Object::toString).orElse("unknown");
        progress.accept(line);
        synchronized (ended) {
            ended.add(line);
        }
        if (end.await(BEFORE_RESTART.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        synchronized (node) {                                   // not while the drill takes it over
            if (!left.contains(node) && !node.alive()) {
                try {
                    node.launch();
                } catch (ClusterException e) {
                    progress.accept(e.getMessage());            // tried again in the next round
                }
            }
        }
    }

    @Override
    public void close() {
        end.countDown();
        boolean interrupted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
