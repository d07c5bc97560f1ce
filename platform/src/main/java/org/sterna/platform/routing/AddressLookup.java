package org.sterna.platform.routing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.config.RoutingSettings;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.directory.DomainSettings.Kind;
import org.sterna.persistence.directory.DomainSettings.Recipients;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.LocalPart;
import org.sterna.protocols.smtp.Replies;

/**
 * Finds what stands behind one address: the address as it is, then without its detail, then what its domain says of addresses
 * that are in no book. The postmaster's mail and complaints always find somebody.
 */
final class AddressLookup {
    /** RFC 5321 section 4.5.1, and RFC 2142 section 4 for complaints. */
    private static final Set<String> RESERVED = Set.of("postmaster", "abuse");

    private final AddressBook book;
    private final RecipientVerifier verifier;
    private final RoutingSettings settings;
    private final Caretaker caretaker;

    AddressLookup(AddressBook book, RecipientVerifier verifier, RoutingSettings settings, Caretaker caretaker) {
        this.book = book;
        this.verifier = verifier;
        this.settings = settings;
        this.caretaker = caretaker;
    }

    /** @param address canonical, see {@link Directory#canonical} */
    CompletionStage<Found> find(Directory directory, Address address) {
        DomainSettings domain = directory.settings().get(address.domain().text());
        if (domain == null) {
            return CompletableFuture.completedFuture(new Found.Elsewhere(Optional.empty()));
        }
        return use(directory, domain, address).thenCompose(use -> use.isPresent()
                ? CompletableFuture.completedFuture(found(use.get(), domain)) : inNoBook(directory, domain, address));
    }

    /** The mailbox of the host's postmaster, who is named without a domain (RFC 5321 section 4.5.1). */
    CompletionStage<Found> findPostmaster(Directory directory) {
        return caretaker.find(directory).thenApply(found -> found.<Found>map(address -> new Found.Further(List.of(address)))
                .orElse(new Found.Nobody(RoutingReplies.NO_POSTMASTER)));
    }

    private CompletionStage<Optional<AddressUse>> use(Directory directory, DomainSettings domain, Address address) {
        Optional<Address> base = withoutDetail(address, domain.separator().orElse(settings.separator()));
        return book.lookup(directory.key(address)).thenCompose(exact -> exact.isPresent() || base.isEmpty()
                ? CompletableFuture.completedFuture(exact) : book.lookup(directory.key(base.get())));
    }

    private static Optional<Address> withoutDetail(Address address, String separator) {
        String local = address.localPart().value();
        int at = separator.isEmpty() ? -1 : local.indexOf(separator);
        return at < 1 ? Optional.empty() : Optional.of(new Address(new LocalPart(local.substring(0, at)), address.domain()));
    }

    private static Found found(AddressUse use, DomainSettings domain) {
        if (use instanceof AddressEntry account) {
            return new Found.Mailbox(account);
        }
        if (use instanceof AddressUse.AliasEntry alias) {
            return new Found.Further(alias.targets().stream().flatMap(target -> Address.parse(target, AddressForm.UTF8).stream()).toList(),
                    alias.owner());
        }
        if (use instanceof AddressUse.RelayedEntry relayed) {
            return new Found.Elsewhere(relayed.nextHop().or(domain::nextHop));
        }
        throw new AssertionError(use);
    }

    private CompletionStage<Found> inNoBook(Directory directory, DomainSettings domain, Address address) {
        boolean reserved = RESERVED.contains(address.localPart().value().toLowerCase(Locale.ROOT));
        if (domain.kind() == Kind.RELAY) {
            if (reserved || domain.recipients() == Recipients.ALL) {
                return CompletableFuture.completedFuture(new Found.Elsewhere(domain.nextHop()));
            }
            if (domain.recipients() == Recipients.VERIFY) {
                return verifier.verify(address, domain.nextHop()).thenApply(answer -> verified(answer, domain));
            }
        } else if (reserved) {
            return findPostmaster(directory);
        }
        return CompletableFuture.completedFuture(domain.catchAll().flatMap(Address::parse)
                .filter(each -> !directory.key(each).equals(directory.key(address)))    // itself in no book: not a loop, but nobody
                .<Found>map(each -> new Found.Further(List.of(each))).orElse(nobody(domain)));
    }

    private static Found.Nobody nobody(DomainSettings domain) {
        return new Found.Nobody(domain.kind() == Kind.RELAY ? RoutingReplies.NO_SUCH_RELAY_RECIPIENT : Replies.NO_SUCH_MAILBOX);
    }

    private static Found verified(Verification answer, DomainSettings domain) {
        if (answer instanceof Verification.Known) {
            return new Found.Elsewhere(domain.nextHop());
        }
        return answer instanceof Verification.Rejected ? nobody(domain) : new Found.Nobody(RoutingReplies.CANNOT_VERIFY);
    }
}
