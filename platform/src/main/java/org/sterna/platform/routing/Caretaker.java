package org.sterna.platform.routing;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.sterna.config.RoutingSettings;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.protocols.address.Address;

/**
 * Who reads the postmaster's mail where there is no such account: the address of the settings, then any postmaster of our
 * domains, then any account. Remembered for as long as it is remembered that an address is not in use.
 */
final class Caretaker {
    private static final String NAME = "postmaster";

    private final AddressBook book;
    private final Optional<Address> configured;
    private final AsyncCache<String, Optional<Address>> remembered;

    Caretaker(AddressBook book, RoutingSettings settings, Ticker ticker) {
        this.book = book;
        configured = settings.postmaster().flatMap(Address::parse);
        remembered = Caffeine.newBuilder().ticker(ticker).maximumSize(1).expireAfterWrite(settings.unknownAddressTtl()).buildAsync();
    }

    /** An address that is in the book, or of a relay domain, or not ours; empty if there is no account at all. */
    CompletionStage<Optional<Address>> find(Directory directory) {
        return remembered.get(NAME, (name, executor) -> search(directory).toCompletableFuture());
    }

    private CompletionStage<Optional<Address>> search(Directory directory) {
        CompletionStage<Optional<Address>> found = configured.map(address -> ifUsed(directory, address))
                .orElse(CompletableFuture.completedFuture(Optional.empty()));
        for (String domain : directory.domains()) {
            found = orElse(found, () -> Address.parse(NAME + "@" + domain).map(address -> ifUsed(directory, address))
                    .orElse(CompletableFuture.completedFuture(Optional.empty())));
        }
        return orElse(found, book::anyAccount);
    }

    private CompletionStage<Optional<Address>> ifUsed(Directory directory, Address address) {
        Optional<DomainSettings> domain = directory.ours(address.domain().text()).map(directory.settings()::get);
        return domain.isEmpty() || domain.get().kind() == DomainSettings.Kind.RELAY && !address.localPart().isPostmaster()
                ? CompletableFuture.completedFuture(Optional.of(address))
                : book.lookup(directory.key(address)).thenApply(use -> use.map(unused -> address));
    }

    private static <T> CompletionStage<Optional<T>> orElse(CompletionStage<Optional<T>> first, Supplier<CompletionStage<Optional<T>>> next) {
        return first.thenCompose(found -> found.isPresent() ? CompletableFuture.completedFuture(found) : next.get());
    }
}
