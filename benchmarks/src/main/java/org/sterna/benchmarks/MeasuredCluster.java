package org.sterna.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;
import org.sterna.platform.drill.cluster.ClusterPlan;
import org.sterna.platform.drill.cluster.LocalCluster;
import org.sterna.platform.drill.cluster.LocalNetwork;

/** A cluster on this machine with accounts, to which mail is sent over all its nodes. */
final class MeasuredCluster implements AutoCloseable {
    private static final int SMTP = 25;
    private static final int IMAPS = 993;
    private static final int MANAGEMENT = 28_558;
    private static final String DOMAIN = "bench.test";
    private static final String PASSWORD = "a-secret-that-all-share";
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final String DELIVERED = "sterna_delivery_results_total{result=\"delivered\"}";
    private static final String UNDER_WAY = "sterna_queue_first_attempts";
    private static final String SHARDS = "sterna_shards";

    private final LocalCluster cluster;
    private final List<InetSocketAddress> management;
    private final List<String> accounts;
    private final ProcessTree sterna;
    private final ProcessTree cassandra;
    private final Duration limit;

    private MeasuredCluster(LocalCluster cluster, int accounts, Duration limit) {
        this.cluster = cluster;
        this.limit = limit;
        this.accounts = IntStream.range(0, accounts).mapToObj(number -> "u" + number + "@" + DOMAIN).toList();
        management = cluster.nodes().stream().map(node -> new InetSocketAddress(node.host().address(), MANAGEMENT)).toList();
        List<Long> nodes = cluster.nodes().stream().map(node -> NodeStatus.of(node.data()).pid()).toList();
        sterna = new ProcessTree(nodes);
        cassandra = new ProcessTree(ProcessHandle.current().children().map(ProcessHandle::pid).filter(pid -> !nodes.contains(pid)).toList());
    }

    /**
     * Starts everything and makes the accounts.
     *
     * @param limit of every wait
     */
    static MeasuredCluster start(ClusterPlan plan, LocalNetwork network, int accounts, Duration limit, Consumer<String> progress)
            throws IOException, InterruptedException {
        LocalCluster cluster = LocalCluster.start(plan.with("sterna.limits.enabled=false", "sterna.auth.argon2.memory=64KiB",
                "sterna.auth.argon2.iterations=1", "sterna.management.port=" + MANAGEMENT), network, progress);
        try {
            MeasuredCluster measured = new MeasuredCluster(cluster, accounts, limit);
            measured.makeAccounts();
            return measured;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Returns when every node takes mail for them. */
    private void makeAccounts() throws IOException, InterruptedException {
        cluster.nodes().get(0).admin("", "domain", "add", DOMAIN);
        cluster.nodes().get(0).admin(accounts.stream().map(address -> address + " " + PASSWORD + "\n").collect(Collectors.joining()), "account", "import");
        for (InetSocketAddress node : cluster.ports(SMTP)) {
            await("node " + node + " knows " + DOMAIN, () -> isTaken(node));
        }
    }

    private boolean isTaken(InetSocketAddress node) throws IOException {
        try (SmtpClient client = new SmtpClient(new ImapEndpoint(node, Optional.empty()))) {
            client.hello();
            client.ask("MAIL FROM:<>", "250");
            return client.answer("RCPT TO:<" + accounts.get(0) + ">").startsWith("250");
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("not within " + limit.toSeconds() + " s: " + what);
            }
            pause(ROUND);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("while a cluster was measured");
            }
        }
    }

    ClusterReading read() throws IOException, InterruptedException {
        return ClusterReading.of(sterna.processorTime(), cassandra.processorTime(), FigurePage.of(management));
    }

    /** What such a span costs in which nothing happens; the first one in which no shard moves. */
    ClusterReading idle(Duration span) throws IOException, InterruptedException {
        List<ClusterReading> still = new ArrayList<>();
        await("no shard moves", () -> {
            List<Map<String, Double>> shards = shards();
            ClusterReading before = read();
            pause(span);
            ClusterReading spent = read().minus(before);
            if (shards.equals(shards())) {
                still.add(spent);
            }
            return !still.isEmpty();
        });
        return still.get(0);
    }

    /** On each node, by kind. */
    private List<Map<String, Double>> shards() throws IOException, InterruptedException {
        List<Map<String, Double>> shards = new ArrayList<>();
        for (InetSocketAddress node : management) {
            Map<String, Double> here = new TreeMap<>(FigurePage.of(List.of(node)).values());
            here.keySet().removeIf(name -> !name.startsWith(SHARDS));
            shards.add(here);
        }
        return shards;
    }

    /**
     * Sends messages by so many connections, every node having its share of both, and returns when all are in their mailboxes and nothing is under way.
     *
     * @return messages a second
     * @throws IOException if one was not acknowledged, or did not arrive in time
     */
    double send(int messages, int octets, int connections, String run) throws IOException, InterruptedException {
        double wanted = FigurePage.of(management).value(DELIVERED) + messages;
        long start = System.nanoTime();
        load(messages, octets, connections, run);
        await(messages + " messages are in their mailboxes", () -> {
            FigurePage figures = FigurePage.of(management);
            return figures.value(DELIVERED) >= wanted && figures.value(UNDER_WAY) == 0;
        });
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    private void load(int messages, int octets, int connections, String run) throws IOException, InterruptedException {
        List<InetSocketAddress> ports = cluster.ports(SMTP);
        ExecutorService threads = Executors.newFixedThreadPool(ports.size());
        try {
            List<Callable<SmtpLoadResult>> loads = new ArrayList<>();
            for (int node = 0; node < ports.size(); node++) {
                SmtpLoadPlan plan = plan(ports.get(node), share(messages, node), octets, Math.max(1, share(connections, node)), run + "-" + node);
                loads.add(() -> SmtpLoad.run(plan, SmtpLoadListener.NONE));
            }
            int acknowledged = 0;
            for (Future<SmtpLoadResult> load : threads.invokeAll(loads)) {
                acknowledged += load.get().acknowledged().cardinality();
            }
            if (acknowledged != messages) {
                throw new IOException("not all of " + messages + " messages were acknowledged, but " + acknowledged);
            }
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause().getMessage(), failure.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private int share(int all, int node) {
        int nodes = cluster.nodes().size();
        return all / nodes + (node < all % nodes ? 1 : 0);
    }

    private SmtpLoadPlan plan(InetSocketAddress server, int messages, int octets, int connections, String run) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new SmtpLoadPlan(server, connections, messages, octets, "load@example.net", accounts, Integer.MAX_VALUE, Optional.empty(), true, false,
                REPLY_TIMEOUT, limit, run + "-" + now.getEpochSecond(), now);
    }

    /** All messages in all mailboxes, as clients count them, each on one of the nodes. */
    long messages() throws IOException {
        List<InetSocketAddress> ports = cluster.ports(IMAPS);
        long messages = 0;
        for (int number = 0; number < accounts.size(); number++) {
            InetSocketAddress port = ports.get(number % ports.size());
            try (ImapClient client = new ImapClient(ImapEndpoint.implicitTls(port.getHostString() + ":" + port.getPort()))) {
                client.login(accounts.get(number), PASSWORD);
                messages += client.messages("INBOX");
            }
        }
        return messages;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
