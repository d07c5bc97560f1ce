package org.sterna.platform.quota;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.platform.asking.Asking;

/** Asks the Account entity, to which its mailboxes tell what they hold. */
public final class EntityUsage implements AccountUsage {
    private final ClusterSharding sharding;

    public EntityUsage(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    @Override
    public CompletionStage<QuotaUsage> of(String account) {
        return Asking.SOON.<AccountEntity.Message, AccountEntity.Used>ask(sharding.entityRefFor(AccountEntity.TYPE, account), AccountEntity.Usage::new)
                .thenApply(AccountEntity.Used::usage);
    }
}
