package org.sterna.platform.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.protocols.address.Address;

/** Addresses in a map; can be told to fail. */
final class InMemoryAddressBook implements AddressBook {
    private final Map<String, AddressUse> uses = new TreeMap<>();
    private boolean down;

    void account(String address) {
        put(new AddressEntry(address, 1, true, inbox(address), "$x", QuotaLimits.NONE));
    }

    void account(String address, long quota) {
        put(new AddressEntry(address, 1, true, inbox(address), "$x", QuotaLimits.ofOctets(quota)));
    }

    void alias(String address, String... targets) {
        put(new AddressUse.AliasEntry(address, 1, List.of(targets)));
    }

    void list(String address, String owner, String... targets) {
        put(new AddressUse.AliasEntry(address, 1, List.of(targets), Optional.of(owner)));
    }

    void relayed(String address, Optional<String> nextHop) {
        put(new AddressUse.RelayedEntry(address, 1, nextHop));
    }

    void fail() {
        down = true;
    }

    static MailboxId inbox(String address) {
        return new MailboxId("0" + Integer.toUnsignedString(address.hashCode()));
    }

    private void put(AddressUse use) {
        uses.put(use.address(), use);
    }

    @Override
    public CompletionStage<Optional<AddressUse>> lookup(String key) {
        return down ? CompletableFuture.failedFuture(new IllegalStateException("the store is away"))
                : CompletableFuture.completedFuture(Optional.ofNullable(uses.get(key)));
    }

    @Override
    public CompletionStage<Optional<Address>> anyAccount() {
        return CompletableFuture.completedFuture(uses.values().stream().filter(AddressEntry.class::isInstance)
                .map(AddressUse::address).findFirst().flatMap(Address::parse));
    }
}
