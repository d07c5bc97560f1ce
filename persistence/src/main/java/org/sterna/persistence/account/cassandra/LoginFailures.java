package org.sterna.persistence.account.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.store.cassandra.Database;

/** The table {@code login_failure}: who guessed wrong lately, so that a node that starts knows it. Thread-safe; nothing blocks. */
public final class LoginFailures {
    /**
     * One of them.
     *
     * @param scope an account or a network, as its counter names it
     */
    public record Failure(String scope, Instant at) { }

    private final Database database;
    private final String node;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;

    /**
     * @param node tells this node's failures from another's at the same moment
     * @param life how long one is remembered, one second or more
     */
    public LoginFailures(Database database, String node, Duration life) {
        this.database = database;
        this.node = node;
        insert = database.prepare("INSERT INTO login_failure (scope, at, node) VALUES (?, ?, ?) USING TTL " + Math.max(1, life.toSeconds()));
        select = database.prepare("SELECT scope, at FROM login_failure LIMIT ?");
        delete = database.prepare("DELETE FROM login_failure WHERE scope = ?");
    }

    public CompletionStage<Void> add(Failure failure) {
        return database.write(insert.bind(failure.scope(), failure.at().toEpochMilli(), node));
    }

    /** Forgets those of an account or a network. */
    public CompletionStage<Void> remove(String scope) {
        return database.write(delete.bind(scope));
    }

    /** Those that are remembered, in no order, but not more than so many. */
    public CompletionStage<List<Failure>> load(int most) {
        return database.readAll(select.bind(most), row -> new Failure(row.getString("scope"), Instant.ofEpochMilli(row.getLong("at"))));
    }
}
