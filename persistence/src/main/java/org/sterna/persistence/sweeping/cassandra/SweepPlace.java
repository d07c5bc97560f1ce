package org.sterna.persistence.sweeping.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Who sweeps, and how far the round has come: one node at a time, and the next one goes on where it stopped. The lease runs out by itself; should
 * two nodes sweep for a moment, they do the same things twice and no harm.
 */
public final class SweepPlace {
    private static final String NAME = "sweeper";

    private final Database database;
    private final String owner;
    private final PreparedStatement take;
    private final PreparedStatement renew;
    private final PreparedStatement release;
    private final PreparedStatement save;
    private final PreparedStatement read;

    /** @param owner names this run of this node */
    public SweepPlace(Database database, String owner) {
        this.database = database;
        this.owner = owner;
        take = database.prepare("UPDATE sweep USING TTL ? SET owner = ? WHERE name = ? IF owner = NULL");
        renew = database.prepare("UPDATE sweep USING TTL ? SET owner = ? WHERE name = ? IF owner = ?");
        release = database.prepare("UPDATE sweep SET owner = NULL WHERE name = ? IF owner = ?");
        save = database.prepare("INSERT INTO sweep (name, place) VALUES (?, ?)");
        read = database.prepare("SELECT place FROM sweep WHERE name = ?");
    }

    /** False if another node sweeps. */
    public CompletionStage<Boolean> take(Duration life) {
        int seconds = (int) life.toSeconds();
        return database.writeIf(renew.bind(seconds, owner, NAME, owner)).thenCompose(mine -> mine
                ? CompletableFuture.completedFuture(true)
                : database.writeIf(take.bind(seconds, owner, NAME)));
    }

    public CompletionStage<Boolean> release() {
        return database.writeIf(release.bind(NAME, owner));
    }

    /** @param place where to go on; empty for the beginning */
    public CompletionStage<Void> save(String place) {
        return database.write(save.bind(NAME, place));
    }

    public CompletionStage<String> place() {
        return database.readOne(read.bind(NAME), row -> Optional.ofNullable(row.getString(0)).orElse("")).thenApply(found -> found.orElse(""));
    }
}
