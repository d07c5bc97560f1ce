package org.sterna.platform.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.lease.cassandra.CassandraLeases.LeaseRow;

/**
 * Takes over what nodes that have ended had in hand, while this one lives: the leader of the cluster does, as soon as a node is gone, and looks again from time
 * to time; once an hour it also forgets those of long ago. Two that do it at once, as when leaders change, do no harm: a message that is handed to its slice twice is there once.
 */
final class Survivors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    /** Looks between two at rows of the long settled. */
    private static final int SELDOM = 360;
    private static final int FORGOTTEN_AT_ONCE = 50;

    private final Members members;
    private final CassandraLeases leases;
    private final Adoptions adoptions;
    private final Cancellable timer;
    private int looks;

    /** @param adoption takes over from an incarnation that is fenced; completes with what it was, for people */
    Survivors(ActorSystem<?> system, Members members, CassandraLeases leases, Function<Incarnation, CompletionStage<String>> adoption) {
        this.members = members;
        this.leases = leases;
        this.adoptions = new Adoptions(leases::ensureFenced, adoption);
        timer = system.scheduler().scheduleWithFixedDelay(EVERY, EVERY, this::lookAgain, system.executionContext());
    }

    private boolean leads() {
        return members.self().address().equals(members.state().getLeader());
    }

    private void lookAgain() {
        look();
        if (leads() && looks++ % SELDOM == 0) {
            leases.forget(Instant.now(), FORGOTTEN_AT_ONCE).whenComplete((count, failure) -> {
                if (failure != null) {
                    LOG.debug("old rows of leases are left for another time: {}", failure.toString());
                } else if (count > 0) {
                    LOG.info("{} leases of nodes that ended long ago are forgotten", count);
                }
            });
        }
    }

    /** A node may have ended. */
    void look() {
        if (!leads()) {
            return;
        }
        leases.readAll().whenComplete((rows, failure) -> {
            if (failure != null) {
                LOG.warn("it is not known which nodes have ended: {}", failure.toString());
            } else {
                rows.stream().filter(this::isLeft).map(LeaseRow::incarnation).forEach(adoptions::begin);
            }
        });
    }

    /** A node that starts holds a lease before it is a member: it has nothing in hand, and is left alone. */
    private boolean isLeft(LeaseRow row) {
        return !row.adopted() && !row.incarnation().equals(leases.own().incarnation()) && members.addressOf(row.incarnation()).isEmpty()
                && (!row.held() || row.joined());
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
