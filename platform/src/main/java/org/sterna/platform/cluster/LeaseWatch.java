package org.sterna.platform.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Down;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.lease.cassandra.CassandraLeases.LeaseRow;

/**
 * Looks at the leases of other members. One that was released or fenced belongs to a process that has ended or is about to: the cluster counts it out at once,
 * without waiting for the failure detector. What was seen unrenewed meanwhile need not be waited for again when a lost host is fenced.
 *
 * <p>A node looks at the few behind it in the order of addresses, and at all that are unreachable: a large cluster does not read more for each node.
 */
final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final int NEIGHBOURS = 3;

    private final Members members;
    private final CassandraLeases leases;
    private final Cancellable timer;
    private final Set<Incarnation> underWay = ConcurrentHashMap.newKeySet();

    LeaseWatch(ActorSystem<?> system, Members members, CassandraLeases leases, Duration every) {
        this.members = members;
        this.leases = leases;
        timer = system.scheduler().scheduleWithFixedDelay(every, every, this::look, system.executionContext());
    }

    private void look() {
        watched().forEach(member -> Members.incarnation(member).filter(underWay::add).ifPresent(incarnation ->
                leases.watch(incarnation).whenComplete((row, failure) -> {
                    underWay.remove(incarnation);
                    if (failure == null) {
                        judge(member, row);
                    }
                })));
    }

    private Set<Member> watched() {
        Member self = members.self();
        List<Member> ring = members.present().sorted(Comparator.comparing(Member::address, Member.addressOrdering())).toList();
        Set<Member> watched = new LinkedHashSet<>();
        int here = ring.indexOf(self);
        for (int step = 1; step < ring.size() && step <= NEIGHBOURS; step++) {
            watched.add(ring.get((here + step) % ring.size()));
        }
        ring.stream().filter(members.state().getUnreachable()::contains).forEach(watched::add);
        watched.remove(self);
        return watched;
    }

    /** A member that joins may have no row that everybody can read yet. */
    private void judge(Member member, Optional<LeaseRow> row) {
        if (row.isPresent() && !row.get().held() && !member.status().equals(MemberStatus.exiting())
                && members.present().anyMatch(each -> each.uniqueAddress().equals(member.uniqueAddress()))) {
            LOG.warn("the lease of {} ({}) is {}: it is counted out", row.get().incarnation(), member.address(), row.get().state());
            EndedNodes.add(member.address());
            members.cluster().manager().tell(Down.apply(member.address()));
        }
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
