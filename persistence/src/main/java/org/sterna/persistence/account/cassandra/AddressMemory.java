package org.sterna.persistence.account.cassandra;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sterna.persistence.account.AddressUse;

/**
 * What was found for addresses lately. It keeps reads, not only what they found: so those who ask at one time share a read, and forgetting
 * an address drops a read that is under way, too. Who waits for that one is told what was true when it began; nobody who asks later is.
 */
final class AddressMemory {
    private final AddressView.Memory memory;
    private final Function<String, CompletableFuture<Optional<AddressUse>>> read;
    private final AsyncCache<String, Optional<AddressUse>> reads;

    AddressMemory(AddressView.Memory memory, Ticker ticker, Function<String, CompletableFuture<Optional<AddressUse>>> read) {
        this.memory = memory;
        this.read = read;
        reads = Caffeine.newBuilder().maximumSize(memory.addresses()).ticker(ticker).expireAfter(new Lifetime()).buildAsync();
    }

    /** Fails with the read, which is not remembered then. */
    CompletableFuture<Optional<AddressUse>> get(String address) {
        return reads.get(address, (key, executor) -> read.apply(key));
    }

    /** The next {@link #get} reads, whatever is remembered or under way. */
    void forget(String address) {
        reads.synchronous().invalidate(address);
    }

    private final class Lifetime implements Expiry<String, Optional<AddressUse>> {
        @Override
        public long expireAfterCreate(String address, Optional<AddressUse> use, long now) {
            return (use.isPresent() ? memory.known() : memory.unknown()).toNanos();
        }

        @Override
        public long expireAfterUpdate(String address, Optional<AddressUse> use, long now, long left) {
            return expireAfterCreate(address, use, now);
        }

        @Override
        public long expireAfterRead(String address, Optional<AddressUse> use, long now, long left) {
            return left;
        }
    }
}
