package org.sterna.persistence.mtasts.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mtasts.FetchedPolicy;
import org.sterna.persistence.mtasts.PolicyStore;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.protocols.mtasts.StsPolicy;

/** The table {@code sts_policy}; a row lives as long as its policy. The later of two that are written at the same time stays: either is good. */
public final class CassandraPolicies implements PolicyStore {
    private final Database database;
    private final PreparedStatement insert;
    private final PreparedStatement select;

    public CassandraPolicies(Database database) {
        this.database = database;
        insert = database.prepare("INSERT INTO sts_policy (domain, id, policy, fetched) VALUES (?, ?, ?, ?) USING TTL ?");
        select = database.prepare("SELECT id, policy, fetched FROM sts_policy WHERE domain = ?");
    }

    @Override
    public CompletionStage<Optional<FetchedPolicy>> read(String domain) {
        return database.readOne(select.bind(domain), row -> StsPolicy.parse(row.getString("policy"))
                .map(policy -> new FetchedPolicy(domain, row.getString("id"), policy, Instant.ofEpochMilli(row.getLong("fetched")))))
                .thenApply(found -> found.flatMap(each -> each));
    }

    @Override
    public CompletionStage<Void> write(FetchedPolicy policy) {
        int life = (int) Math.max(1, policy.policy().maxAge().toSeconds());
        return database.write(insert.bind(policy.domain(), policy.id(), policy.policy().written(), policy.fetched().toEpochMilli(), life));
    }
}
