package org.sterna.persistence.lease.cassandra;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.store.cassandra.Database;

/** When nodes last lived on a store: running nodes renew their leases all the time. */
public final class LastSignOfLife {
    private LastSignOfLife() { }

    /** By Cassandra's clock, to the second or so; empty if no node has ever run here. */
    public static CompletionStage<Optional<Instant>> read(Database database) {
        return database.readAll(database.prepare("SELECT WRITETIME(renewal) AS at FROM lease").bind(), row -> row.getLong("at"))
                .thenApply(times -> times.stream().max(Comparator.naturalOrder()).map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
    }
}
