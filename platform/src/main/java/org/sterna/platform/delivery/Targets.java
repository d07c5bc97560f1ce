package org.sterna.platform.delivery;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.address.Address;

/** Where an address leads. */
public final class Targets {
    private final AddressView addresses;
    private final DirectoryCopy directory;

    public Targets(AddressView addresses, DirectoryCopy directory) {
        this.addresses = addresses;
        this.directory = directory;
    }

    /** True if we answer for the domain. */
    public boolean isLocal(Address address) {
        return directory.current().domains().contains(address.domain().text());
    }

    /** The mailbox of a local address, if it has one. Fails if the store does not answer. */
    public CompletionStage<Optional<Target>> findLocal(Address address) {
        return addresses.find(address.toString().toLowerCase(Locale.ROOT)).thenApply(found ->
                found.map(entry -> new Target.LocalMailbox(entry.address(), entry.inbox())));
    }

    /**
     * The mailbox of the postmaster of this host, who is named without a domain (RFC 5321 section 4.5.1): that of the first
     * of our domains that has one.
     */
    public CompletionStage<Optional<Target>> findPostmaster() {
        CompletionStage<Optional<Target>> found = CompletableFuture.completedFuture(Optional.empty());
        for (String domain : directory.current().domains()) {
            found = found.thenCompose(before -> before.isPresent() ? CompletableFuture.completedFuture(before)
                    : addresses.find("postmaster@" + domain).thenApply(entry -> entry.map(each -> new Target.LocalMailbox(each.address(), each.inbox()))));
        }
        return found;
    }

    /**
     * The mailbox of a local address, or the relay. A local address that does not exist is given to the relay, too, where
     * the attempt ends in a failure: for reports, whose sender cannot be told at once.
     */
    CompletionStage<Target> find(Address address) {
        Target relay = new Target.Relay(address.domain().text());
        return isLocal(address) ? findLocal(address).thenApply(found -> found.orElse(relay)) : CompletableFuture.completedFuture(relay);
    }
}
