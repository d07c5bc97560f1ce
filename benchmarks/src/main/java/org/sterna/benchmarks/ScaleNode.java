package org.sterna.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;

/** A node that is filled and measured, on a folder that is deleted in the end. */
final class ScaleNode implements AutoCloseable {
    static final String DOMAIN = "bench.test";
    static final String PASSWORD = "a-secret-that-all-share";

    private static final int MANAGEMENT = 8558;
    /** Hashes are cheap: hashing is not what is measured. What is told of one client is not limited, for all connections come from one. */
    static final List<String> SETTINGS = List.of("sterna.limits.enabled=false", "sterna.limits.max-connections=40000",
            "sterna.listeners.imaps.max-connections=30000", "sterna.auth.argon2.memory=64KiB", "sterna.auth.argon2.iterations=1",
            "sterna.auth.argon2.import-memory=8KiB", "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]");
    private static final List<String> DONE = List.of("sterna_delivery_results_total{result=\"delivered\"}", "sterna_delivery_results_total{result=\"relayed\"}");
    private static final String UNDER_WAY = "sterna_queue_first_attempts";
    private static final Duration ROUND = Duration.ofMillis(50);
    private static final Duration QUIET_SPAN = Duration.ofSeconds(3);
    /** Of both processes in that span. */
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(4);

    /**
     * Used since the start.
     *
     * @param processor of the node and its Cassandra together
     * @param cassandra its part
     */
    record Usage(Duration processor, Duration cassandra, long mutations, long reads) { }

    private final LocalNode node;
    private final Path folder;
    private final List<InetSocketAddress> management;
    private final ProcessTree all;
    private final ProcessTree cassandra;
    private final Thread atExit;

    private ScaleNode(LocalNode node, Path folder, int management) throws IOException {
        this.node = node;
        this.folder = folder;
        this.management = List.of(new InetSocketAddress("127.0.0.1", management));
        all = new ProcessTree(node.status().pids());
        cassandra = new ProcessTree(List.of(node.status().cassandra().orElseThrow(() -> new IOException("the node has no Cassandra of its own"))));
        atExit = new Thread(this::end, "end-node");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it and adds {@link #DOMAIN}.
     *
     * @param command what starts a node
     * @param offset  of its ports
     * @param sets    more settings
     */
    static ScaleNode start(List<String> command, int offset, List<String> sets) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sterna-scale-");
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--port-offset", Integer.toString(offset)));
        int management = offset + MANAGEMENT;
        Stream.of(SETTINGS.stream(), Stream.of("sterna.management.port=" + management), sets.stream()).flatMap(each -> each)
                .forEach(setting -> line.addAll(List.of("--set", setting)));
        LocalNode node = LocalNode.start(line, folder.resolve("data"));
        try {
            ScaleNode started = new ScaleNode(node, folder, management);
            started.admin("", "domain", "add", DOMAIN);
            return started;
        } catch (IOException | RuntimeException e) {
            node.stop();
            throw e;
        }
    }

    /** Has the node do a command. */
    String admin(String input, String... command) {
        AdminResult result = AdminClient.call(node.data(), List.of(command), input);
        if (result.status() != 0) {
            throw new AdminException(String.join(" ", command) + ": " + result.error().lines().findFirst().orElse("failed"));
        }
        return result.output();
    }

    /** Makes the accounts of {@link #DOMAIN} whose names end with the numbers from first to end - 1. */
    void makeAccounts(String name, int first, int end) {
        admin(IntStream.range(first, end).mapToObj(number -> address(name, number) + " " + PASSWORD + "\n").collect(Collectors.joining()), "account", "import");
    }

    static String address(String name, int number) {
        return name + number + "@" + DOMAIN;
    }

    static List<String> addresses(String name, int count) {
        return IntStream.range(0, count).mapToObj(number -> address(name, number)).toList();
    }

    NodeQueue queue() {
        return new NodeQueue(node.data());
    }

    /** Where it listens, by the name of the service. */
    int port(String service) {
        return node.status().ports().get(service);
    }

    /** The node and its Cassandra. */
    ProcessTree processes() {
        return all;
    }

    /** The node's own JVM. */
    long pid() {
        return node.status().pid();
    }

    InetSocketAddress smtp() {
        return new InetSocketAddress("127.0.0.1", port("smtp"));
    }

    ImapEndpoint imaps() {
        return ImapEndpoint.implicitTls("127.0.0.1:" + port("imaps"));
    }

    Usage usage() throws IOException {
        NodeStatus status = NodeStatus.of(node.data());
        return new Usage(all.processorTime(), cassandra.processorTime(), status.mutations(), status.reads());
    }

    /** Recipients to whom messages were delivered or relayed since the start. */
    double done() throws IOException, InterruptedException {
        return done(FigurePage.of(management));
    }

    private static double done(FigurePage figures) {
        return DONE.stream().mapToDouble(name -> figures.values().getOrDefault(name, 0.0)).sum();
    }

    /**
     * Waits until so many are done and no message is in its first attempt.
     *
     * @throws IOException if they are not in time
     */
    void awaitDone(double wanted, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        FigurePage figures = FigurePage.of(management);
        while (done(figures) < wanted || figures.value(UNDER_WAY) > 0) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("not done within %d s: %,.0f of %,.0f, %,.0f in their first attempt".formatted(limit.toSeconds(), done(figures), wanted,
                        figures.value(UNDER_WAY)));
            }
            pause(ROUND);
            figures = FigurePage.of(management);
        }
    }

    /**
     * Waits until what follows from work, such as Cassandra's compaction, is done: until both processes are nearly idle.
     *
     * @return empty if they are not within four minutes
     */
    Optional<Duration> settle() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LONGEST_SETTLING.toNanos()) {
            Duration before = all.processorTime();
            pause(QUIET_SPAN);
            if (all.processorTime().minus(before).compareTo(QUIET) <= 0) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return Optional.empty();
    }

    private static void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("while a node was measured");
            }
        }
    }

    /** Stops the node, and deletes all it had. */
    @Override
    public void close() throws IOException, InterruptedException {
        node.stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
        delete();
    }

    /** As this JVM is interrupted. */
    private void end() {
        node.process().destroy();
        node.process().onExit().join();
        try {
            delete();
        } catch (IOException e) {
            System.err.println(folder + " is left: " + e);
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
