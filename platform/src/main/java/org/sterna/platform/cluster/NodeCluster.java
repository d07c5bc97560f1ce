package org.sterna.platform.cluster;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfRemoved;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.sterna.config.ClusterSettings;
import org.sterna.config.LeaseSettings;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.lease.cassandra.CassandraLeases.LeaseRow;

/** This node's place among the others. Made when its actor system runs and its lease is held. */
public final class NodeCluster implements AutoCloseable {
    private final ActorSystem<?> system;
    private final ClusterSettings settings;
    private final LeaseSettings lease;
    private final CassandraLeases leases;
    private final Members members;
    private final boolean founded;
    private final CompletableFuture<Void> up = new CompletableFuture<>();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /** @param founded whether this cluster lives already, so that nobody must found another one */
    public NodeCluster(ActorSystem<?> system, ClusterSettings settings, LeaseSettings lease, CassandraLeases leases, boolean founded) {
        this.system = system;
        this.founded = founded;
        this.settings = settings;
        this.lease = lease;
        this.leases = leases;
        this.members = new Members(system);
    }

    /**
     * Whether a cluster lives on this Cassandra.
     *
     * @throws ClusterException if one does, and the settings do not want any other node
     */
    public static CompletionStage<Boolean> lives(ClusterSettings settings, LeaseSettings lease, CassandraLeases leases) {
        return OtherNodes.alive(leases, lease.renew().multipliedBy(2).plusMillis(500)).thenApply(others -> {
            if (settings.alone() && !others.isEmpty()) {
                throw new ClusterException("other nodes run on this Cassandra (" + String.join(", ", others.stream().map(LeaseRow::node).distinct().toList())
                        + "): set sterna.cluster.seeds to join them, or give this one another sterna.cassandra.keyspace");
            }
            return others.stream().anyMatch(LeaseRow::joined);
        });
    }

    /** Makes a node found a cluster of one, as soon as its actor system is there. */
    public static void beAlone(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }

    public Members members() {
        return members;
    }

    /**
     * Joins the other nodes; completes when this one is up.
     *
     * @param whenRemoved is run once when the cluster has counted this node out, or when it has left
     */
    public CompletionStage<Void> join(Runnable whenRemoved) {
        members.cluster().subscriptions().tell(Subscribe.create(system.systemActorOf(Behaviors.<SelfUp>receiveMessage(unused -> {
            up.complete(null);
            return Behaviors.stopped();
        }), "self-up", Props.empty()), SelfUp.class));
        members.cluster().subscriptions().tell(Subscribe.create(system.systemActorOf(Behaviors.<SelfRemoved>receiveMessage(unused -> {
            whenRemoved.run();
            return Behaviors.stopped();
        }), "self-removed", Props.empty()), SelfRemoved.class));
        if (settings.alone()) {
            beAlone(system);
        } else if (settings.discovery() == ClusterSettings.Discovery.SEEDS) {
            members.cluster().manager().tell(new JoinSeedNodes(seeds()));
        } else {
            ClusterBootstrap.get(system.classicSystem()).start();
        }
        return up.thenCompose(unused -> leases.joined()).thenAccept(unused -> { });
    }

    /** The first seed founds a cluster if it is the first of the list: not while there is one, from which it may be cut off. */
    private List<Address> seeds() {
        Address self = members.self().address();
        List<Address> seeds = new ArrayList<>(settings.seeds().stream().map(seed -> address(self, seed)).toList());
        if (founded && seeds.get(0).equals(self)) {
            seeds.remove(0);
            if (seeds.isEmpty()) {
                throw new ClusterException("a cluster runs on this Cassandra, and this node is the only one of sterna.cluster.seeds: name others, too");
            }
        }
        return seeds;
    }

    private static Address address(Address self, InetSocketAddress seed) {
        return new Address(self.protocol(), self.system(), seed.getHostString(), seed.getPort());
    }

    /**
     * From now on this node watches the others.
     *
     * @param adoption  takes over what a fenced incarnation had in hand; completes with what it was, for people
     * @param whenFewer is run when a node is gone and its entities are to be awakened elsewhere
     */
    public void watch(Function<Incarnation, CompletionStage<String>> adoption, Runnable whenFewer) {
        Survivors survivors = new Survivors(system, members, leases, adoption);
        running.push(survivors);
        running.push(new LeaseWatch(system, members, leases, lease.watch()));
        members.cluster().subscriptions().tell(Subscribe.create(system.systemActorOf(Behaviors.<ClusterEvent.MemberRemoved>receiveMessage(unused -> {
            survivors.look();
            whenFewer.run();
            return Behaviors.same();
        }), "members-removed", Props.empty()), ClusterEvent.MemberRemoved.class));
    }

    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
