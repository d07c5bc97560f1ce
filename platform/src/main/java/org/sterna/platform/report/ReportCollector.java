package org.sterna.platform.report;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.ReportSettings;
import org.sterna.persistence.report.CountedRow;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.ReportKind;
import org.sterna.persistence.report.RowCodec;
import org.sterna.persistence.report.TlsRow;
import org.sterna.persistence.report.cassandra.ReportCounts;
import org.sterna.platform.transfer.TlsOutcomes;
import org.sterna.platform.trust.AuthorPolicy.Disposition;
import org.sterna.platform.trust.DmarcCollector;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.PublishedPolicy;
import org.sterna.protocols.dmarc.aggregate.RowFacts;

/**
 * Counts what this node saw of each day, in memory, and stores its totals now and then. Thread-safe; who tells it something waits for nothing.
 *
 * <p>A total is only ever overwritten by a larger one of the same incarnation. For that a day's totals stay in memory until nothing of that day can come any more.
 */
public final class ReportCollector implements DmarcCollector, TlsOutcomes {
    /** Different rows of at most two days; what comes beyond is not counted. Some 50 MB at most. */
    static final int MOST_ROWS = 50_000;
    private static final Logger LOG = LoggerFactory.getLogger(ReportCollector.class);
    /** So long after a day something of it may be told. */
    private static final Duration LATE = Duration.ofMinutes(10);
    /** So long after a day its totals stay. */
    private static final Duration KEPT = Duration.ofMinutes(20);
    private static final int WRITES_AT_ONCE = 32;

    private final ReportCounts counts;
    private final ReportSettings settings;
    private final Clock clock;
    private final Map<Key, Total> totals = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Set<Named> named = ConcurrentHashMap.newKeySet();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean full = new AtomicBoolean();
    private Optional<CompletionStage<Void>> writing = Optional.empty();

    private record Named(ReportDay day, String domain) { }

    private record Key(Named named, ByteBuffer row) { }

    private static final class Total {
        private final LongAdder count = new LongAdder();
        private volatile long written;
    }

    public ReportCollector(ReportCounts counts, ReportSettings settings, Clock clock) {
        this.counts = counts;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void collect(Judged judged) {
        Optional<PublishedPolicy> asking = judged.evaluation().published().filter(published -> !published.record().aggregate().isEmpty());
        if (settings.dmarc() && asking.isPresent()) {
            String from = judged.evidence().reversePath() instanceof Address address ? address.domain().text().toLowerCase(Locale.ROOT) : "";
            RowFacts facts = RowFacts.of(judged.evaluation(), judged.evidence().client(), from, judged.authenticated());
            count(ReportKind.DMARC, judged.evidence().at(), asking.get().domain(), RowCodec.write(applied(facts, judged.applied())));
        }
    }

    /** What was done is told, not what the policy made of it. */
    private static RowFacts applied(RowFacts facts, Disposition applied) {
        DmarcPolicy done = DmarcPolicy.valueOf(applied.name());
        if (done == facts.disposition()) {
            return facts;
        }
        List<OverrideReason> reasons = new ArrayList<>(facts.reasons());
        reasons.add(new OverrideReason(OverrideReason.Type.LOCAL_POLICY, ""));
        return new RowFacts(facts.source(), done, facts.dkimAligned(), facts.spfAligned(), reasons, facts.envelopeTo(), facts.envelopeFrom(), facts.headerFrom(),
                facts.dkim(), facts.spf());
    }

    @Override
    public void told(TlsOutcome outcome) {
        if (settings.tls()) {
            TlsRow row = new TlsRow(outcome.policy(), outcome.failure().map(fault -> new TlsRow.Failure(fault.kind().word(),
                    outcome.local().map(InetAddress::getHostAddress), outcome.host(), outcome.remote().map(InetAddress::getHostAddress), fault.text())));
            count(ReportKind.TLS, clock.instant(), row.policy().domain().toLowerCase(Locale.ROOT), RowCodec.write(row));
        }
    }

    private void count(ReportKind kind, Instant at, String domain, ByteBuffer row) {
        ReportDay day = ReportDay.of(kind, at);
        Key key = new Key(new Named(day, domain), row);
        boolean tooLate = clock.instant().isAfter(day.end().plus(LATE));
        Total total = tooLate ? null : totals.get(key);                 // null as the map's word for nothing
        if (total == null && (tooLate || size.get() >= MOST_ROWS)) {
            drop();
            return;
        }
        totals.computeIfAbsent(key, unused -> {
            size.incrementAndGet();
            return new Total();
        }).count.increment();
    }

    private void drop() {
        dropped.increment();
        if (full.compareAndSet(false, true)) {
            LOG.warn("more than {} different rows for reports, or one that came too late: some of today's mail is not counted", MOST_ROWS);
        }
    }

    /** What was not counted since the start, for lack of room. */
    public long dropped() {
        return dropped.sum();
    }

    /** Stores what has changed; what cannot be stored is tried again next time. Never fails. One at a time: a second caller gets the first one's. */
    public synchronized CompletionStage<Void> write() {
        if (writing.filter(each -> !each.toCompletableFuture().isDone()).isPresent()) {
            return writing.get();
        }
        forget();
        List<Key> changed = totals.entrySet().stream().filter(each -> each.getValue().count.sum() > each.getValue().written).map(Map.Entry::getKey).toList();
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (int from = 0; from < changed.size(); from += WRITES_AT_ONCE) {
            List<Key> some = changed.subList(from, Math.min(changed.size(), from + WRITES_AT_ONCE));
            all = all.thenCompose(unused -> CompletableFuture.allOf(some.stream().map(key -> write(key).toCompletableFuture()).toArray(CompletableFuture<?>[]::new)));
        }
        CompletionStage<Void> written = all.exceptionally(failure -> {
            LOG.warn("what was counted for reports is not stored yet: {}", failure.toString());
            return null;
        });
        writing = Optional.of(written);
        return written;
    }

    private CompletionStage<Void> write(Key key) {
        Total total = totals.get(key);
        long now = total.count.sum();
        Named domain = key.named();
        CompletionStage<Void> known = named.contains(domain) ? CompletableFuture.completedFuture(null)
                : counts.name(domain.day(), domain.domain()).thenRun(() -> named.add(domain));
        return known.thenCompose(unused -> counts.write(domain.day(), domain.domain(), new CountedRow(key.row(), now))).thenRun(() -> total.written = now);
    }

    private void forget() {
        Instant now = clock.instant();
        totals.forEach((key, total) -> {
            if (now.isAfter(key.named().day().end().plus(KEPT)) && total.written == total.count.sum() && totals.remove(key, total)) {
                size.decrementAndGet();
                full.set(false);
            }
        });
        named.removeIf(each -> now.isAfter(each.day().end().plus(KEPT)));
    }
}
