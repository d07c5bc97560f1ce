package org.sterna.platform.cluster;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.Peers;

/** Which incarnations are members of the cluster: each says its name in a role. As this node sees it now; thread-safe. */
public final class Members implements Peers {
    private static final String ROLE = "incarnation-";
    private static final Set<MemberStatus> GONE = Set.of(MemberStatus.down(), MemberStatus.removed());

    private final Cluster cluster;

    public Members(ActorSystem<?> system) {
        cluster = Cluster.get(system);
    }

    /** The role that names an incarnation. */
    static String roleOf(Incarnation incarnation) {
        return ROLE + incarnation.value();
    }

    static Optional<Incarnation> incarnation(Member member) {
        return member.getRoles().stream().filter(role -> role.startsWith(ROLE)).map(role -> new Incarnation(role.substring(ROLE.length()))).findFirst();
    }

    CurrentClusterState state() {
        return cluster.state();
    }

    /** Those that were not counted out, this node too. */
    Stream<Member> present() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false).filter(member -> !GONE.contains(member.status()));
    }

    @Override
    public Optional<String> addressOf(Incarnation incarnation) {
        String role = roleOf(incarnation);
        return present().filter(member -> member.hasRole(role)).map(member -> member.address().toString()).findFirst();
    }

    Member self() {
        return cluster.selfMember();
    }

    Cluster cluster() {
        return cluster;
    }

    /** How the members stand, for people: address, status, roles. */
    public Stream<String> describe() {
        Set<Member> unreachable = cluster.state().getUnreachable();
        return present().sorted(Member.ageOrdering()).map(member -> member.address().getHost().get() + ":" + member.address().getPort().get() + " "
                + member.status().toString().toLowerCase(Locale.ROOT) + (unreachable.contains(member) ? ", unreachable" : "") + ", "
                + String.join(" ", member.getRoles().stream().filter(role -> !role.startsWith(ROLE) && !role.startsWith("dc-")).sorted().toList()));
    }
}
