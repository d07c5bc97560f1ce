package org.sterna.platform.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.RoutingSettings;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.Replies;
import org.sterna.protocols.smtp.Reply;

/**
 * Follows one forward-path to its ends, one level of aliases after the other; the addresses of a level are looked up at the same
 * time. Used once; its stages come one after the other, so that its state needs no lock.
 *
 * <p>What is not there does not hold up what is: a target that is gone, or a full mailbox beside others, costs the others
 * nothing. A target that cannot be judged now puts off the whole recipient, because the sender's next try reaches all of them.
 */
final class Expansion {
    private static final Logger LOG = LoggerFactory.getLogger(Expansion.class);

    /** An address on its way, the way it came, and the owner of the last list on it. */
    private record Step(Address address, String identity, Optional<Step> from, Optional<String> errorsTo) {
        boolean comesFrom(String other) {
            for (Optional<Step> step = from; step.isPresent(); step = step.get().from()) {
                if (step.get().identity().equals(other)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Directory directory;
    private final AddressLookup lookup;
    private final Quotas quotas;
    private final RoutingSettings settings;
    private final OptionalLong declaredSize;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Leg> legs = new LinkedHashMap<>();
    private final List<AddressEntry> accounts = new ArrayList<>();
    private final Map<Address, Reply> dead = new LinkedHashMap<>();

    Expansion(Directory directory, AddressLookup lookup, Quotas quotas, RoutingSettings settings, OptionalLong declaredSize) {
        this.directory = directory;
        this.lookup = lookup;
        this.quotas = quotas;
        this.settings = settings;
        this.declaredSize = declaredSize;
    }

    /** Follows what was found behind the forward-path. */
    CompletionStage<Routed> follow(Address address) {
        return level(step(address, Optional.empty(), Optional.empty()).stream().toList(), 0);
    }

    /** The same for the forward-path without an address. */
    CompletionStage<Routed> followPostmaster() {
        return lookup.findPostmaster(directory).thenCompose(found -> found instanceof Found.Further further
                ? level(steps(further, Optional.empty()), 0) : refused(((Found.Nobody) found).reply()));
    }

    private List<Step> steps(Found.Further further, Optional<Step> from) {
        Optional<String> errorsTo = further.owner().or(() -> from.flatMap(Step::errorsTo));
        return further.targets().stream().flatMap(target -> step(target, from, errorsTo).stream()).toList();
    }

    private Optional<Step> step(Address address, Optional<Step> from, Optional<String> errorsTo) {
        return directory.canonical(address).map(canonical -> new Step(canonical, directory.settings().containsKey(canonical.domain().text())
                ? directory.key(canonical) : canonical.toString(), from, errorsTo));
    }

    private CompletionStage<Routed> level(List<Step> steps, int depth) {
        List<Step> fresh = new ArrayList<>();
        for (Step step : steps) {
            if (step.comesFrom(step.identity())) {
                return refused(RoutingReplies.ALIAS_LOOP);
            }
            if (seen.add(step.identity())) {
                fresh.add(step);
            }
        }
        if (legs.size() + fresh.size() > settings.maxTargets()) {
            return refused(RoutingReplies.TOO_MANY_TARGETS);
        }
        if (fresh.isEmpty()) {
            return finish();
        }
        if (depth > settings.maxAliasDepth()) {
            return refused(RoutingReplies.ALIAS_TOO_DEEP);
        }
        List<CompletableFuture<Found>> found = fresh.stream().map(step -> lookup.find(directory, step.address()).toCompletableFuture()).toList();
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new)).thenCompose(unused -> {
            List<Step> next = new ArrayList<>();
            for (int i = 0; i < fresh.size(); i++) {
                next.addAll(take(fresh.get(i), found.get(i).join()));
            }
            return level(next, depth + 1);
        });
    }

    /** Keeps what is an end; what goes further is returned. */
    private List<Step> take(Step step, Found found) {
        if (found instanceof Found.Further further) {
            return steps(further, Optional.of(step));
        }
        if (found instanceof Found.Mailbox mailbox) {
            AddressEntry account = mailbox.account();
            if (legs.putIfAbsent("mailbox " + account.inbox(), new Leg(step.address().toString(),
                    new Target.LocalMailbox(account.address(), account.inbox()), step.errorsTo())) == null) {
                accounts.add(account);
            }
        } else if (found instanceof Found.Elsewhere elsewhere) {
            legs.putIfAbsent(step.identity(), new Leg(step.address().toString(),
                    new Target.Relay(step.address().domain().text(), elsewhere.nextHop(), directory.ours(step.address().domain().text()).isEmpty()),
                    step.errorsTo()));
        } else if (found instanceof Found.Nobody nobody) {
            dead.put(step.address(), nobody.reply());
        } else {
            throw new AssertionError(found);
        }
        return List.of();
    }

    private CompletionStage<Routed> finish() {
        Optional<Reply> later = dead.values().stream().filter(Reply::isTransient).findFirst();
        if (later.isPresent()) {
            return refused(later.get());
        }
        if (legs.isEmpty()) {
            return refused(dead.values().stream().findFirst().orElse(Replies.NO_SUCH_MAILBOX));
        }
        dead.forEach((address, reply) -> LOG.warn("an alias leads to {}, which is left out: {}", address, reply));
        Routed deliver = new Routed.Deliver(List.copyOf(legs.values()));
        return accounts.size() < legs.size() ? CompletableFuture.completedFuture(deliver) : quotas.allFull(accounts, declaredSize)
                .thenApply(full -> full ? new Routed.Refused(RoutingReplies.full(settings.overQuota())) : deliver);
    }

    private static CompletionStage<Routed> refused(Reply reply) {
        return CompletableFuture.completedFuture(new Routed.Refused(reply));
    }
}
