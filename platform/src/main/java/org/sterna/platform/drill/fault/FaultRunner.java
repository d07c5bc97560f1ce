package org.sterna.platform.drill.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.sterna.persistence.embedded.cassandra.RingMember;
import org.sterna.platform.drill.cluster.Host;
import org.sterna.platform.drill.cluster.LocalCluster;
import org.sterna.platform.drill.cluster.SternaNode;
import org.sterna.platform.drill.traffic.AcceptanceProbe;
import org.sterna.platform.drill.traffic.Nodes;
import org.sterna.platform.drill.traffic.Traffic;

/** Does to a cluster what a {@link Fault} says, ends it, and measures what it did to the traffic. */
public final class FaultRunner implements AutoCloseable {
    private static final Duration BACK = Duration.ofSeconds(180);
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final Duration STOP = Duration.ofSeconds(120);
    private static final Duration STEADY = Duration.ofSeconds(3);

    private final LocalCluster cluster;
    private final Nodes nodes;
    private final Traffic traffic;
    private final Consumer<String> progress;
    private final Supervisor supervisor;

    public FaultRunner(LocalCluster cluster, Nodes nodes, Traffic traffic, Consumer<String> progress) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.traffic = traffic;
        this.progress = progress;
        supervisor = new Supervisor(cluster.nodes(), progress);
    }

    /** Each time that a node has ended by itself. */
    public List<String> endedByThemselves() {
        return supervisor.ended();
    }

    /** From the injection until everything was left alone for the time the fault wants. */
    public FaultGap run(Fault fault) throws InterruptedException {
        progress.accept(fault.toString());
        long begun = System.nanoTime();
        List<Integer> hurt = hurt(fault);
        hurt.forEach(nodes::hurt);
        inject(fault);
        hurt.forEach(node -> traffic.mailboxProbes().forEach(probe -> probe.leave(node)));
        pause(fault.length());
        long ended = System.nanoTime();
        end(fault);
        boolean back = awaitAll(BACK);
        Duration until = Duration.ofNanos(System.nanoTime() - ended).minus(STEADY);
        hurt.forEach(nodes::well);
        pause(fault.settle());
        FaultGap gap = gap(fault, begun, System.nanoTime(), back ? until : until.negated());
        progress.accept(String.format("   a mailbox was away for %.1f s at most, mail was not taken for %.1f s, an IMAP command took %.1f s; all back %s",
                seconds(gap.mailbox()), seconds(gap.acceptance()), seconds(gap.command()), back ? String.format("after %.1f s", seconds(until)) : "NOT IN TIME"));
        return gap;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private FaultGap gap(Fault fault, long from, long to, Duration back) {
        List<Duration> mailboxes = traffic.mailboxProbes().stream().map(probe -> probe.silence().longest(from, to)).toList();
        Duration acceptance = traffic.acceptanceProbes().stream().filter(probe -> nodes.count() == 1 || !hurt(fault).contains(probe.node()))
                .map(probe -> probe.silence().longest(from, to)).max(Duration::compareTo).orElse(Duration.ZERO);
        return new FaultGap(fault, mailboxes, acceptance, traffic.experience().longest(from, to), back);
    }

    /** The Sterna nodes to which it is done. */
    private List<Integer> hurt(Fault fault) {
        if (fault.target() != Fault.Target.NODE) {
            return List.of();
        }
        return fault.kind() == FaultKind.NODES ? List.of(fault.index(), (fault.index() + 1) % nodes.count()) : List.of(fault.index());
    }

    private void inject(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case NODE, NODES -> {
                List<SternaNode> killed = hurt(fault).stream().map(cluster.nodes()::get).toList();
                killed.forEach(supervisor::leave);
                killed.forEach(SternaNode::kill);
            }
            case RESTART -> {
                SternaNode node = cluster.nodes().get(fault.index());
                supervisor.leave(node);
                node.stop(STOP);
            }
            case CASSANDRA -> cluster.cassandras().get(fault.index()).kill();
            case QUORUM -> majority(fault).forEach(RingMember::kill);
            case STALL -> cluster.cassandras().forEach(RingMember::pause);
            case PAUSE -> {
                if (fault.target() == Fault.Target.NODE) {
                    cluster.nodes().get(fault.index()).pause();
                } else {
                    cluster.cassandras().get(fault.index()).pause();
                }
            }
            case PARTITION -> partition(fault);
        }
    }

    /** So many that the others are no majority. */
    private List<RingMember> majority(Fault fault) {
        List<RingMember> ring = new ArrayList<>(cluster.cassandras());
        Collections.rotate(ring, -fault.index());
        return ring.subList(0, ring.size() / 2 + 1);
    }

    private void partition(Fault fault) {
        Host target = cluster.nodes().get(fault.index()).host();
        List<Host> others = new ArrayList<>(cluster.nodes().stream().map(SternaNode::host).toList());
        others.remove(target);
        for (Host other : others) {
            if (fault.way() != Fault.Way.TO_TARGET) {
                cluster.network().cut(target, other);
            }
            if (fault.way() != Fault.Way.FROM_TARGET) {
                cluster.network().cut(other, target);
            }
        }
    }

    private void end(Fault fault) {
        switch (fault.kind()) {
            case NODE, NODES, RESTART -> hurt(fault).stream().map(cluster.nodes()::get).forEach(node -> {
                node.launch();
                supervisor.take(node);
            });
            case CASSANDRA -> cluster.cassandras().get(fault.index()).launch();
            case QUORUM -> majority(fault).forEach(RingMember::launch);
            case STALL -> cluster.cassandras().forEach(RingMember::resume);
            case PAUSE -> {
                if (fault.target() == Fault.Target.NODE) {
                    cluster.nodes().get(fault.index()).resume();
                } else {
                    cluster.cassandras().get(fault.index()).resume();
                }
            }
            case PARTITION -> cluster.network().heal();
        }
    }

    /** Ends whatever a fault that was broken off has left. */
    public void healAll() {
        cluster.network().heal();
        cluster.nodes().forEach(SternaNode::resume);
        for (RingMember member : cluster.cassandras()) {
            member.resume();
            if (!member.alive()) {
                member.launch();
            }
        }
        for (int node = 0; node < nodes.count(); node++) {
            SternaNode each = cluster.nodes().get(node);
            supervisor.leave(each);
            if (!each.alive()) {
                each.launch();
            }
            supervisor.take(each);
            nodes.well(node);
        }
    }

    /** Whether all processes are ready within the time, see each other, and stay so for a while: one that stood still may not know yet that it was counted out. */
    public boolean awaitAll(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long since = System.nanoTime();
        while (System.nanoTime() - since < STEADY.toNanos()) {
            if (!areTogether()) {
                since = System.nanoTime();
            }
            if (System.nanoTime() - end > 0) {
                return false;
            }
            relaunchCassandras();
            pause(ROUND);
        }
        return true;
    }

    private boolean areTogether() {
        return cluster.cassandras().stream().allMatch(RingMember::answers) && cluster.nodes().stream().allMatch(node -> node.sees(nodes.count()));
    }

    /** One that found no place among the others, or lost the race for a port with its own past, is started once more. */
    private void relaunchCassandras() {
        cluster.cassandras().stream().filter(member -> !member.alive()).forEach(member -> {
            progress.accept("the Cassandra of " + member.contactPoint() + " ended by itself");
            member.launch();
        });
    }

    private static void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("in the middle of a drill");
            }
        }
    }

    /** Nodes are not started again any more. */
    @Override
    public void close() {
        supervisor.close();
    }
}
