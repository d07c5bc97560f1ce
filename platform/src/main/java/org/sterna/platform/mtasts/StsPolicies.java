package org.sterna.platform.mtasts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.StsSettings;
import org.sterna.persistence.mtasts.FetchedPolicy;
import org.sterna.persistence.mtasts.PolicyStore;
import org.sterna.platform.mtasts.PolicyFetch.Fetched;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.transfer.StsLookup;
import org.sterna.platform.transfer.TlsOutcomes;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.mtasts.StsRecord;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tlsrpt.PolicyType;

/**
 * The policies of other domains (RFC 8461 section 5.1). One is fetched when the domain announces an id that is not the one we have; what was fetched is kept for all
 * nodes, and holds until it is over by itself, whatever becomes of the record or the web server. Policies in use are fetched anew while they still hold.
 * Thread-safe.
 */
public final class StsPolicies implements StsLookup, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);
    private static final int REMEMBERED = 10_000;
    /** After that time what another node has fetched is seen. */
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMinutes(10);

    private final DnsLookup dns;
    private final PolicyFetch fetch;
    private final PolicyStore store;
    private final TlsOutcomes outcomes;
    private final Duration refresh;
    private final Clock clock;
    private final Cache<String, Optional<FetchedPolicy>> memory = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();
    private final Cache<String, Instant> failed;
    private final Cache<String, FetchedPolicy> used = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Map<String, CompletableFuture<Optional<FetchedPolicy>>> fetching = new ConcurrentHashMap<>();
    private Optional<Cancellable> looks = Optional.empty();

    StsPolicies(DnsLookup dns, PolicyFetch fetch, PolicyStore store, TlsOutcomes outcomes, Duration refresh, Duration retry, Clock clock) {
        this.dns = dns;
        this.fetch = fetch;
        this.store = store;
        this.outcomes = outcomes;
        this.refresh = refresh;
        this.clock = clock;
        this.failed = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(retry).build();
    }

    /** @throws org.sterna.platform.tls.TlsException when the authorities cannot be read */
    public static StsPolicies start(ActorSystem<?> system, StsSettings settings, DnsLookup dns, PolicyStore store, TlsOutcomes outcomes, Clock clock) {
        ClientTls tls = ClientTls.of(settings.caFile(), "sterna.mta-sts.ca-file");
        StsPolicies policies = new StsPolicies(dns, new HttpsFetch(system, dns, tls, settings.fetchPort(), settings.timeout()), store, outcomes,
                settings.refresh(), settings.retry(), clock);
        Duration look = LOOK.compareTo(settings.refresh()) < 0 ? LOOK : settings.refresh();
        policies.looks = Optional.of(system.scheduler().scheduleWithFixedDelay(look, look, policies::look, system.executionContext()));
        return policies;
    }

    @Override
    public void close() {
        looks.ifPresent(Cancellable::cancel);
    }

    @Override
    public CompletionStage<Optional<StsPolicy>> policy(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return CompletableFuture.completedFuture(Optional.empty());          // RFC 8461 section 3.4: address literals have none
        }
        return record(name).thenCompose(record -> known(name, record)).handle((found, failure) -> {
            if (failure != null) {
                LOG.warn("{}: what is known of its MTA-STS policy could not be read", name, failure);
                return Optional.empty();
            }
            found.ifPresent(each -> used.put(name, each));
            return found.map(FetchedPolicy::policy).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
        });
    }

    private CompletionStage<Optional<StsRecord>> record(String domain) {
        return dns.lookup(StsRecord.name(domain), DnsLookup.RecordType.TXT).thenApply(answer -> answer instanceof Answer.Found found
                ? StsRecord.of(found.records().stream().map(each -> ((DnsRecord.Text) each).text()).toList()) : Optional.empty());
    }

    private CompletionStage<Optional<FetchedPolicy>> known(String domain, Optional<StsRecord> record) {
        return remembered(domain).thenCompose(before -> {
            if (record.isEmpty() || before.filter(each -> each.id().equals(record.get().id())).isPresent()) {
                return CompletableFuture.completedFuture(before);
            }
            // Another node may have it already, and this one's memory be behind.
            return read(domain).thenCompose(stored -> stored.filter(each -> each.id().equals(record.get().id())).isPresent()
                    ? CompletableFuture.completedFuture(stored) : fetch(domain, record.get()).thenApply(fetched -> fetched.or(() -> stored)));
        });
    }

    private CompletionStage<Optional<FetchedPolicy>> remembered(String domain) {
        Optional<FetchedPolicy> known = memory.getIfPresent(domain);
        return known != null ? CompletableFuture.completedFuture(known.filter(each -> each.holds(clock.instant()))) : read(domain);
    }

    private CompletionStage<Optional<FetchedPolicy>> read(String domain) {
        return store.read(domain).thenApply(found -> {
            Optional<FetchedPolicy> holding = found.filter(each -> each.holds(clock.instant()));
            memory.put(domain, holding);
            return holding;
        });
    }

    /** Once at a time for each domain, and not soon after it failed. */
    private CompletionStage<Optional<FetchedPolicy>> fetch(String domain, StsRecord record) {
        if (failed.getIfPresent(domain + " " + record.id()) != null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<FetchedPolicy>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<FetchedPolicy>> others = fetching.putIfAbsent(domain, mine);
        if (others != null) {
            return others.copy();
        }
        fetch.fetch(domain).thenCompose(fetched -> keep(domain, record, fetched)).whenComplete((kept, failure) -> {
            fetching.remove(domain, mine);
            if (failure == null) {
                mine.complete(kept);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine.copy();
    }

    private CompletionStage<Optional<FetchedPolicy>> keep(String domain, StsRecord record, Fetched fetched) {
        if (fetched instanceof Fetched.Got got) {
            FetchedPolicy policy = new FetchedPolicy(domain, record.id(), got.policy(), clock.instant());
            memory.put(domain, Optional.of(policy));
            LOG.info("{}: its MTA-STS policy {} was fetched, mode {}", domain, record.id(), policy.policy().mode().written());
            return store.write(policy).exceptionally(failure -> {                // it holds here, and is fetched again elsewhere
                LOG.warn("{}: its MTA-STS policy could not be kept", domain, failure);
                return null;
            }).thenApply(written -> Optional.of(policy));
        }
        CertificateFault fault = ((Fetched.Failed) fetched).fault();
        failed.put(domain + " " + record.id(), clock.instant());
        LOG.warn("{}: its MTA-STS policy {} could not be fetched: {}", domain, record.id(), fault.text());
        outcomes.told(new TlsOutcomes.TlsOutcome(new AppliedPolicy(PolicyType.STS, domain, List.of(), List.of()), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(fault)));
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** RFC 8461 section 3.3: refreshes what was used and grows old, so that nobody can wait for its end. Those that are over are forgotten. */
    void look() {
        Instant now = clock.instant();
        used.asMap().values().forEach(each -> {
            if (!each.holds(now)) {
                used.invalidate(each.domain());
            } else if (each.fetched().plus(refresh).isBefore(now)) {
                refresh(each.domain(), now);
            }
        });
    }

    private void refresh(String domain, Instant now) {
        read(domain).thenCombine(record(domain), (stored, record) -> stored.filter(each -> !each.fetched().plus(refresh).isBefore(now))
                .<CompletionStage<Optional<FetchedPolicy>>>map(each -> CompletableFuture.completedFuture(Optional.of(each)))
                .orElseGet(() -> record.isPresent() ? fetch(domain, record.get()) : CompletableFuture.completedFuture(Optional.empty())))
                .thenCompose(each -> each).thenAccept(renewed -> renewed.ifPresent(policy -> used.put(domain, policy)));
    }
}
