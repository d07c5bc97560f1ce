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

/** Whether accounts have room. What they use is remembered for some seconds, and may be exceeded by what arrives meanwhile. */
final class Quotas {
    private static final int MOST = 100_000;

    private final AccountUsage usage;
    private final AsyncCache<String, Long> used;

    Quotas(AccountUsage usage, RoutingSettings settings, Ticker ticker) {
        this.usage = usage;
        used = Caffeine.newBuilder().ticker(ticker).maximumSize(MOST).expireAfterWrite(settings.usageTtl()).buildAsync();
    }

    /** True if none of the accounts has room for a message of that size; an account without a quota always has. */
    CompletionStage<Boolean> allFull(List<AddressEntry> accounts, OptionalLong size) {
        if (accounts.isEmpty() || accounts.stream().anyMatch(each -> each.quota().isEmpty())) {
            return CompletableFuture.completedFuture(false);
        }
        List<CompletableFuture<Boolean>> full = accounts.stream().map(each -> isFull(each, size).toCompletableFuture()).toList();
        return CompletableFuture.allOf(full.toArray(CompletableFuture[]::new))
                .thenApply(unused -> full.stream().allMatch(CompletableFuture::join));
    }

    private CompletionStage<Boolean> isFull(AddressEntry account, OptionalLong size) {
        long quota = account.quota().orElseThrow();
        if (size.orElse(0) > quota) {
            return CompletableFuture.completedFuture(true);
        }
        return used.get(account.address(), (address, executor) -> usage.octets(address).toCompletableFuture())
                .thenApply(octets -> octets >= quota || size.orElse(0) > quota - octets);
    }
}
