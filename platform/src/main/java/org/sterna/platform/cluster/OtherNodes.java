package org.sterna.platform.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.cassandra.CassandraLeases;
import org.sterna.persistence.lease.cassandra.CassandraLeases.LeaseRow;

/** Which other nodes live, by their leases: a row that is held and renewed. Asked before a cluster is founded, when nobody can be asked otherwise. */
final class OtherNodes {
    private OtherNodes() { }

    /**
     * Looks twice.
     *
     * @param between the looks: longer than a renewal takes
     * @return the rows that were renewed meanwhile; at once if none is held
     */
    static CompletionStage<List<LeaseRow>> alive(CassandraLeases leases, Duration between) {
        return leases.readAll().thenCompose(before -> {
            Map<Incarnation, Long> held = new HashMap<>();
            before.stream().filter(row -> row.held() && !row.incarnation().equals(leases.own().incarnation()))
                    .forEach(row -> held.put(row.incarnation(), row.renewal()));
            if (held.isEmpty()) {
                return CompletableFuture.completedFuture(List.of());
            }
            Executor later = CompletableFuture.delayedExecutor(between.toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(leases::readAll, later).thenCompose(stage -> stage).thenApply(after -> after.stream()
                    .filter(row -> row.held() && held.containsKey(row.incarnation()) && held.get(row.incarnation()) != row.renewal()).toList());
        });
    }
}
