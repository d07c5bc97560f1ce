package org.sterna.platform.quota;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.pekko.AccountEntity;

/** Asks the Account entity, to which its mailboxes tell what they hold. */
public final class EntityUsage implements AccountUsage {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClusterSharding sharding;

    public EntityUsage(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    @Override
    public CompletionStage<QuotaUsage> of(String account) {
        return sharding.entityRefFor(AccountEntity.TYPE, account).<AccountEntity.Used>ask(AccountEntity.Usage::new, PATIENCE)
                .thenApply(AccountEntity.Used::usage);
    }
}
