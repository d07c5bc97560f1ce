package org.sterna.platform.routing;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.config.RoutingSettings;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.platform.quota.AccountUsage;

/** Whether accounts have room. What they use is remembered for some seconds, and may be exceeded by what arrives meanwhile. */
final class Quotas {
    private static final int MOST = 100_000;
    private static final QuotaUsage NOTHING = new QuotaUsage(0, 0, 0, 0);

    private final AccountUsage usage;
    private final QuotaLimits defaults;
    private final AsyncCache<String, QuotaUsage> used;

    /** @param defaults for what an account's own limits say nothing about */
    Quotas(AccountUsage usage, QuotaLimits defaults, RoutingSettings settings, Ticker ticker) {
        this.usage = usage;
        this.defaults = defaults;
        used = Caffeine.newBuilder().ticker(ticker).maximumSize(MOST).expireAfterWrite(settings.usageTtl()).buildAsync();
    }

    /** True if none of the accounts has room for a message of that size; an account without a quota always has. */
    CompletionStage<Boolean> allFull(List<AddressEntry> accounts, OptionalLong size) {
        if (accounts.isEmpty() || accounts.stream().anyMatch(each -> each.limits().or(defaults).isNone())) {
            return CompletableFuture.completedFuture(false);
        }
        List<CompletableFuture<Boolean>> full = accounts.stream().map(each -> isFull(each, size).toCompletableFuture()).toList();
        return CompletableFuture.allOf(full.toArray(CompletableFuture[]::new))
                .thenApply(unused -> full.stream().allMatch(CompletableFuture::join));
    }

    private CompletionStage<Boolean> isFull(AddressEntry account, OptionalLong size) {
        QuotaLimits limits = account.limits().or(defaults);
        long octets = Math.max(1, size.orElse(1));
        if (!limits.allow(NOTHING, octets, 1)) {
            return CompletableFuture.completedFuture(true);
        }
        return used.get(account.address(), (address, executor) -> usage.of(address).toCompletableFuture())
                .thenApply(now -> !limits.allow(now, octets, 1));
    }
}
