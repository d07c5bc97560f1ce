package org.sterna.persistence.journal.pekko.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.store.cassandra.Database;

/**
 * Which incarnation owns an entity's journal, in the table {@code entity_owner}: also one that has read it and written nothing yet. A change of
 * owners is a lightweight transaction, so that of two who want it one finds the other there.
 */
final class EntityOwners {
    /** @param generation rises with every owner */
    record Owner(Incarnation incarnation, long generation) { }

    private final Database database;
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final PreparedStatement update;

    EntityOwners(Database database) {
        this.database = database;
        select = database.prepare("SELECT incarnation, generation FROM entity_owner WHERE persistence_id = ?");
        insert = database.prepare("INSERT INTO entity_owner (persistence_id, incarnation, generation) VALUES (?, ?, ?) IF NOT EXISTS");
        update = database.prepare("UPDATE entity_owner SET incarnation = ?, generation = ? WHERE persistence_id = ? IF generation = ?");
    }

    CompletionStage<Optional<Owner>> read(String persistenceId) {
        return read(select.bind(persistenceId));
    }

    private CompletionStage<Optional<Owner>> read(BoundStatement statement) {
        return database.readOne(statement, row -> new Owner(new Incarnation(row.getString("incarnation")), row.getLong("generation")));
    }

    /** Puts the next owner in the place of this one; false if somebody else did. Looked for until it is known; unknown if it fails all the same. */
    CompletionStage<Boolean> follow(String persistenceId, Optional<Owner> before, Owner next) {
        return database.writeIf(before.isPresent()
                ? update.bind(next.incarnation().value(), next.generation(), persistenceId, before.get().generation())
                : insert.bind(persistenceId, next.incarnation().value(), next.generation()),
                () -> read(select.bind(persistenceId).setConsistencyLevel(Database.serial())).thenApply(there ->
                        there.equals(before) ? Optional.empty() : Optional.of(there.equals(Optional.of(next)))));
    }
}
