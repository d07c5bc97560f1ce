package org.sterna.persistence.sweeping.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.store.cassandra.Database;

/** Takes snapshots away that contradict the journal. */
public final class SnapshotRows {
    private final Database database;
    private final PreparedStatement delete;

    public SnapshotRows(Database database) {
        this.database = database;
        delete = database.prepare("DELETE FROM snapshot WHERE persistence_id = ?");
    }

    /** The entity must be restarted behind it: it recovers from its journal alone then. */
    public CompletionStage<Void> delete(String persistenceId) {
        return database.write(delete.bind(persistenceId));
    }
}
