package org.sterna.platform.routing;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.RoutingSettings;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.quota.AccountUsage;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.Replies;
import org.sterna.protocols.srs.SenderRewriting;

/** Where forward-paths lead. May be used from any thread; nothing blocks, and no stage fails: an outage is a reply of 4yz. */
public final class Routing {
    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    private final Supplier<Directory> directory;
    private final RoutingSettings settings;
    private final AddressLookup lookup;
    private final Quotas quotas;
    private final Optional<SenderRewriting> rewriting;
    private final Clock clock;

    /**
     * @param directory the node's copy as it is now
     * @param verifier  asked for recipients of relay domains; its answers are remembered here
     * @param usage     asked for accounts with a quota; its answers are remembered here
     * @param quota     of accounts without one of their own
     */
    public Routing(AddressBook book, Supplier<Directory> directory, RecipientVerifier verifier, AccountUsage usage, QuotaLimits quota,
            RoutingSettings settings) {
        this(book, directory, verifier, usage, quota, settings, Ticker.systemTicker());
    }

    Routing(AddressBook book, Supplier<Directory> directory, RecipientVerifier verifier, AccountUsage usage, QuotaLimits quota, RoutingSettings settings,
            Ticker ticker) {
        this.directory = directory;
        this.settings = settings;
        lookup = new AddressLookup(book, new RememberedVerifications(verifier, settings, ticker), settings, new Caretaker(book, settings, ticker));
        quotas = new Quotas(usage, quota, settings, ticker);
        rewriting = Optional.empty();
        clock = Clock.systemUTC();
    }

    private Routing(Routing other, SenderRewriting rewriting, Clock clock) {
        directory = other.directory;
        settings = other.settings;
        lookup = other.lookup;
        quotas = other.quotas;
        this.rewriting = Optional.of(rewriting);
        this.clock = clock;
    }

    /** The same, that gives forwarded mail a sender of ours, and takes the reports to it. */
    public Routing rewritingSenders(SenderRewriting how, Clock time) {
        return new Routing(this, how, time);
    }

    /** As {@link #route(ForwardPath, OptionalLong)} for a message of unknown size. */
    public CompletionStage<Routed> route(ForwardPath path) {
        return route(path, OptionalLong.empty());
    }

    /**
     * Follows a forward-path to its ends. A domain alias, an alias or a catch-all may lead out of our domains; only a
     * forward-path that names another domain itself is {@link Routed.External}.
     *
     * @param declaredSize octets as MAIL declared them (RFC 1870 section 6.1)
     */
    public CompletionStage<Routed> route(ForwardPath path, OptionalLong declaredSize) {
        if (path instanceof Address address && rewriting.isPresent()) {
            SenderRewriting.Reading reading = rewriting.get().read(address, clock.instant());
            if (reading instanceof SenderRewriting.Reading.Forged) {
                return CompletableFuture.completedFuture(new Routed.Refused(RoutingReplies.NO_LONGER_OURS));
            }
            if (reading instanceof SenderRewriting.Reading.Sender sender) {
                return isOurs(sender.address()) ? follow(sender.address(), declaredSize) : CompletableFuture.completedFuture(new Routed.Deliver(List.of(
                        new Leg(sender.address().toString(), Target.Relay.to(sender.address().domain().text())))));
            }
        }
        return follow(path, declaredSize);
    }

    private CompletionStage<Routed> follow(ForwardPath path, OptionalLong declaredSize) {
        Directory now = directory.get();
        if (path instanceof Address address && now.ours(address.domain().text()).isEmpty()) {
            return CompletableFuture.completedFuture(new Routed.External(address));
        }
        Expansion expansion = new Expansion(now, lookup, quotas, settings, declaredSize);
        return CompletableFuture.completedFuture(path).thenCompose(unused -> path instanceof Address address
                ? expansion.follow(address) : expansion.followPostmaster()).exceptionally(failure -> {
            LOG.warn("{} cannot be routed now: {}", path, failure.toString());
            return new Routed.Refused(Replies.LOCAL_ERROR);
        });
    }

    /**
     * The reverse-path with which a copy leaves: one of ours where it is forwarded out of our domains and its sender is not in them, so that the sender's SPF
     * need not name us.
     *
     * @param accepted when the message was: each attempt has the same
     */
    public ReversePath sentAs(ReversePath sender, Target.Relay target, Instant accepted) {
        return target.forwarded() && rewriting.isPresent() && sender instanceof Address address && !isOurs(address)
                ? rewriting.get().rewrite(address, accepted).<ReversePath>map(each -> each).orElse(sender) : sender;
    }

    /** Whether nothing but reports may be sent to this address: it was made by us for a sender elsewhere. */
    public boolean takesReportsOnly(ForwardPath path) {
        return path instanceof Address address && rewriting.filter(each -> each.read(address, clock.instant()) instanceof SenderRewriting.Reading.Sender).isPresent();
    }

    /** True if we answer for the address's domain: as our own, an alias of it, or its relay. */
    public boolean isOurs(Address address) {
        return directory.get().ours(address.domain().text()).isPresent();
    }
}
