package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.transfer.HostList.Target;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;

/** Finds where mail of one transport may go, and how much TLS each host needs. */
final class HostLookup {
    private final Relay.Shared shared;
    private final Transport.Host transport;
    private final List<InetAddress> sources;
    private final TlsPolicy policy;

    private HostLookup(Relay.Shared shared, Transport.Host transport, List<InetAddress> sources, TlsPolicy policy) {
        this.shared = shared;
        this.transport = transport;
        this.sources = sources;
        this.policy = policy;
    }

    /** What was found. */
    sealed interface Found { }

    /**
     * There are hosts.
     *
     * @param targets at least one, in the order of RFC 5321 section 5.1
     * @param demands by the names of all of them
     */
    record Targets(List<Target> targets, Map<String, Transport.TlsDemand> demands) implements Found { }

    /**
     * There are none.
     *
     * @param outcome of all recipients
     * @param failure what the destination has failed in; empty if it says so itself, or the mistake is ours
     */
    record Nowhere(Outcome outcome, Optional<String> failure) implements Found { }

    /**
     * @param sources addresses that connections may come from; empty for any
     * @param policy  how much TLS hosts need
     */
    static CompletionStage<Found> of(Relay.Shared shared, Transport.Host transport, List<InetAddress> sources, TlsPolicy policy) {
        HostLookup lookup = new HostLookup(shared, transport, sources, policy);
        return lookup.hosts().exceptionally(failure -> new MailHosts.TemporaryFailure(failure.toString())).thenCompose(lookup::found);
    }

    private CompletionStage<MailHosts> hosts() {
        try {
            return transport.hop().isPresent() ? shared.tools().resolver().hostAddresses(transport.hop().get().host())
                    : shared.tools().resolver().mailHosts(transport.domain());
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(new MailHosts.TemporaryFailure(e.toString()));
        }
    }

    private CompletionStage<Found> found(MailHosts hosts) {
        if (hosts instanceof MailHosts.Hosts some) {
            HostList list = HostList.of(some.hosts(), transport.hop().map(NextHop::port).orElse(shared.settings().smtpPort()), transport.hop().isPresent(),
                    shared.tools().own(), shared.settings().families(), AddressFamilies.reachableFrom(sources, shared.ipv6()));
            return list.targets().isEmpty() ? CompletableFuture.completedFuture(unusable(list.loops())) : demands(list.targets(), some.hosts());
        }
        return CompletableFuture.completedFuture(nowhere(hosts));
    }

    private Found unusable(boolean loops) {
        if (loops) {                                                // RFC 5321 section 5.1
            return new Nowhere(failed("5.4.6", "Mail for " + transport.destination() + " comes back to this host"), Optional.empty());
        }
        String reason = "No address of the hosts of " + transport.destination() + " can be reached from here";
        return new Nowhere(deferred("4.4.1", reason), Optional.of(reason));
    }

    private Found nowhere(MailHosts hosts) {
        String name = transport.destination();
        if (hosts instanceof MailHosts.TemporaryFailure failure) {
            return new Nowhere(deferred("4.4.3", "The hosts of " + name + " could not be looked up: " + failure.text()), Optional.of(failure.text()));
        }
        if (transport.hop().isPresent()) {                          // what an operator wrote is no reason to give mail back
            return new Nowhere(deferred("4.4.4", "The next hop " + name + " has no address"), Optional.of("it has no address"));
        }
        if (hosts instanceof MailHosts.NullMx) {                    // RFC 7505 section 4.2
            return new Nowhere(failed("5.1.10", "556 5.1.10 The domain " + name + " accepts no mail"), Optional.empty());
        }
        if (hosts instanceof MailHosts.NoSuchDomain) {
            return new Nowhere(failed("5.1.2", "The domain " + name + " does not exist"), Optional.empty());
        }
        if (hosts instanceof MailHosts.NoMailHost none) {
            return new Nowhere(failed("5.4.4", "No host takes mail for " + name + ": " + none.text()), Optional.empty());
        }
        throw new AssertionError(hosts);
    }

    /** A host whose policy cannot be found out is left out. */
    private CompletionStage<Found> demands(List<Target> targets, List<MailHost> hosts) {
        List<String> names = targets.stream().map(Target::host).distinct().toList();
        List<CompletableFuture<Transport.TlsDemand>> questions = names.stream().map(name -> demand(name, targets, hosts)).toList();
        return CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            Map<String, Transport.TlsDemand> demands = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                if (!questions.get(i).isCompletedExceptionally()) {
                    demands.put(names.get(i), questions.get(i).join());
                }
            }
            List<Target> known = targets.stream().filter(each -> demands.containsKey(each.host())).toList();
            return known.isEmpty() ? new Nowhere(new Outcome.Deferred(Outcome.ENCRYPTION_NEEDED, "It could not be found out how much TLS the hosts of "
                    + transport.destination() + " need: " + text(failure), Optional.empty()), Optional.empty()) : new Targets(known, demands);
        });
    }

    private CompletableFuture<Transport.TlsDemand> demand(String name, List<Target> targets, List<MailHost> hosts) {
        MailHost host = hosts.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        int port = targets.stream().filter(each -> each.host().equals(name)).findFirst().orElseThrow().socket().getPort();
        return policy.demand(transport, host, port).toCompletableFuture();
    }

    private static String text(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return Optional.ofNullable(cause).map(Throwable::getMessage).orElse(String.valueOf(cause));
    }

    private static Outcome failed(String status, String reason) {
        return new Outcome.Failed(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty());
    }

    private static Outcome deferred(String status, String reason) {
        return new Outcome.Deferred(EnhancedStatus.parse(status).orElseThrow(), reason, Optional.empty());
    }
}
