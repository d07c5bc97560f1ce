package org.sterna.platform.drill.cluster;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sterna.persistence.embedded.cassandra.CassandraRing;
import org.sterna.persistence.embedded.cassandra.RingMember;

/**
 * Sterna nodes and a Cassandra ring on this machine, ready to be used and maltreated. Nothing is started again by itself. {@link #close} ends all processes; so
 * does the end of this JVM, unless it is killed, and then the next cluster on this machine does if they were in namespaces.
 */
public final class LocalCluster implements AutoCloseable {
    /** How long a node may take to be ready. */
    public static final Duration START = Duration.ofSeconds(180);

    private static final int CLUSTER_PORT = 25_520;
    /** Where every address is the machine's own, ports of others are not to be met. */
    private static final int LOOPBACK_OFFSET = 14_000;

    private final LocalNetwork network;
    private final CassandraRing ring;
    private final List<Host> cassandraHosts;
    private final List<SternaNode> nodes;
    private final Thread atExit = new Thread(this::end, "cluster-end");
    private boolean ended;

    private LocalCluster(LocalNetwork network, CassandraRing ring, List<Host> cassandraHosts, List<SternaNode> nodes) {
        this.network = network;
        this.ring = ring;
        this.cassandraHosts = List.copyOf(cassandraHosts);
        this.nodes = List.copyOf(nodes);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes the hosts and starts everything; returns when all nodes are ready.
     *
     * @param network  belongs to the cluster from now on, also if it cannot be started
     * @param progress gets a line for each step
     */
    public static LocalCluster start(ClusterPlan plan, LocalNetwork network, Consumer<String> progress) throws InterruptedException {
        LocalCluster cluster = prepare(plan, network);
        try {
            progress.accept("starting " + plan.cassandras() + " of Cassandra");
            cluster.ring.start();
            progress.accept("starting " + plan.nodes() + " of Sterna");
            SternaNode first = cluster.nodes.get(0);                             // alone, for it makes the tables
            first.launch();
            first.awaitReady(START);
            List<SternaNode> others = cluster.nodes.subList(1, cluster.nodes.size());
            others.forEach(SternaNode::launch);
            for (SternaNode node : others) {
                node.awaitReady(START);
            }
            return cluster;
        } catch (InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static LocalCluster prepare(ClusterPlan plan, LocalNetwork network) throws InterruptedException {
        try {
            List<Host> stores = IntStream.rangeClosed(1, plan.cassandras()).mapToObj(index -> network.host("c" + index)).toList();
            List<Host> hosts = IntStream.rangeClosed(1, plan.nodes()).mapToObj(index -> network.host("n" + index)).toList();
            List<SternaNode> nodes = new ArrayList<>();
            for (Host host : hosts) {
                nodes.add(new SternaNode(host, network.canBeCut() ? 0 : LOOPBACK_OFFSET, plan.data().resolve(host.name()), plan.heapMiB(),
                        sets(plan, network, host, hosts, stores)));
            }
            Path library = Path.of(Optional.ofNullable(System.getProperty("sterna.cassandra.lib")).orElseThrow(() ->
                    new ClusterException("the system property sterna.cassandra.lib is not set: start Sterna with ./sterna")));
            CassandraRing ring = CassandraRing.prepare(library, plan.data(), stores.stream()
                    .map(host -> new CassandraRing.Place(host.name(), host.address(), host.prefix())).toList());
            return new LocalCluster(network, ring, stores, nodes);
        } catch (InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static List<String> sets(ClusterPlan plan, LocalNetwork network, Host host, List<Host> hosts, List<Host> stores) {
        Stream<String> listeners = Stream.of("smtp", "submission", "submissions", "submission-alt", "imap", "imaps", "pop3", "pop3s")
                .map(service -> "sterna.listeners." + service + ".address=\"" + host.address() + "\"");
        Stream<String> own = Stream.of("sterna.node.host-name=" + host.name() + ".drill.example", "sterna.cluster.host=\"" + host.address() + "\"",
                "sterna.management.host=\"" + host.address() + "\"",
                "sterna.cluster.port=" + CLUSTER_PORT, "sterna.cassandra.contact-points=" + quoted(stores, CassandraRing.NATIVE_PORT),
                "sterna.cassandra.replication-factor=" + plan.copies(), "sterna.relay.trusted-networks=[\"" + network.gateway() + "/32\",\"127.0.0.0/8\"]");
        Stream<String> seeds = hosts.size() == 1 ? Stream.of() : Stream.of("sterna.cluster.seeds=" + quoted(hosts, CLUSTER_PORT));
        return Stream.of(listeners, own, seeds, plan.sets().stream()).flatMap(each -> each).toList();
    }

    private static String quoted(List<Host> hosts, int port) {
        return hosts.stream().map(host -> "\"" + host.address() + ":" + port + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    public LocalNetwork network() {
        return network;
    }

    public List<SternaNode> nodes() {
        return nodes;
    }

    public List<RingMember> cassandras() {
        return ring.members();
    }

    /** Of the Cassandra nodes, in their order. */
    public List<Host> cassandraHosts() {
        return cassandraHosts;
    }

    /** Where a service of every node listens, by its standard port. */
    public List<InetSocketAddress> ports(int standard) {
        return nodes.stream().map(node -> node.port(standard)).toList();
    }

    /** Kills all processes and takes the network away. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            return;                                          // the hook itself has been at work, or will find nothing to do
        }
    }

    private synchronized void end() {
        if (!ended) {
            ended = true;
            nodes.forEach(SternaNode::kill);
            ring.close();
            network.close();
        }
    }
}
