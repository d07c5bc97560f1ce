package org.sterna.platform.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.ClaimStore;
import org.sterna.persistence.claim.ReplyFate;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.platform.delivery.HeldClaims.Held;

/**
 * Knows transactions again that are repeated because their reply was lost (RFC 1047). Thread-safe; nothing blocks.
 *
 * <p>The common path is memory only: a transaction is noted by its fingerprint when it is about to be written, and forgotten
 * when its reply was delivered. Only a reply that was lost leaves a claim, in memory at once and in the store as soon as the
 * message is durable; every end of data asks the memory, never the store. So all claims are in memory: a start loads those of
 * the store and makes those of the dead before a port is open. If there are more than the limit, the oldest leave the memory
 * and count no longer, but for the store, whence a later start may load them again; the log tells it. A claim ends by age, or
 * when the reply to its repetition was delivered.
 *
 * <p>What arises or ends on one node is told to the others, who read the store again now and then, for news may be lost. A client may
 * be quicker: two messages with one fingerprint can then meet in a mailbox, and {@link Twins} asks whether the reply to the first
 * was read.
 */
public final class Claims implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** Within this time it is noticed that a client has hung up, however busy the node is. */
    private static final Duration NOTICED = Duration.ofSeconds(1);
    /** Claims written at one time when those of a dead incarnation are made. */
    private static final int AT_ONCE = 64;
    private static final long EVICTIONS_A_LINE = 1000;
    /** How long, and how many, transactions are remembered whose reply was read. */
    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final int MAX_RECENT = 10_000;
    /** A claim that is older than this and not in the store was ended by another node. */
    private static final Duration TOLD = Duration.ofMinutes(1);

    private final ClaimStore store;
    private final ClaimRules rules;
    private final Clock clock;
    private final Map<Fingerprint, Transaction> open = new HashMap<>();
    /** Transactions that wait for their client, too, behind a later one with the same fingerprint. */
    private final Set<Transaction> displaced = new HashSet<>();
    private final HeldClaims held;
    /** Claims that have arisen here and are not durable yet. */
    private final Set<Held> storing = new HashSet<>();
    /** When the reply to a transaction was read, the oldest first. */
    private final Map<Fingerprint, Instant> settled = new LinkedHashMap<>();
    /** Claims that have ended here, which is not durable yet. */
    private final Set<Held> ending = new HashSet<>();
    private Optional<Incarnation> own = Optional.empty();
    private volatile Consumer<String> others = text -> { };
    private boolean reloading;
    private boolean closed;

    public Claims(ClaimStore store, ClaimRules rules, Clock clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
        held = new HeldClaims(rules.window(), rules.maxClaims());
    }

    /**
     * From now on the other nodes are told of claims that arise or end here.
     *
     * @param own  answers questions about transactions that this incarnation has accepted
     * @param tell says a text to every node's {@link #heard}, this one's too; never blocks
     */
    public synchronized void share(Incarnation own, Consumer<String> tell) {
        this.own = Optional.of(own);
        others = tell;
    }

    private void tell(ClaimNews news) {
        others.accept(news.text());
    }

    /** What a node has told; never blocks. What this version does not understand is passed over. */
    public void heard(String text) {
        Optional<ClaimNews> news = ClaimNews.parse(text).filter(unused -> enabled());
        if (news.isEmpty()) {
            return;
        }
        if (news.get() instanceof ClaimNews.Made made) {
            learn(made.claim());
        } else if (news.get() instanceof ClaimNews.Ended ended) {
            endedElsewhere(ended);
        } else if (news.get() instanceof ClaimNews.Asked asked) {
            if (isOwn(asked.queueId())) {
                tellFate(asked.fingerprint(), asked.queueId());
            }
        } else if (news.get() instanceof ClaimNews.Adopted) {
            reload();
        } else {
            throw new AssertionError(news);
        }
    }

    /** Whether anything is known again at all. */
    public boolean enabled() {
        return rules.enabled();
    }

    /** Claims in memory now. */
    public synchronized int size() {
        return held.size();
    }

    /**
     * Loads what the store holds.
     *
     * @return how many claims
     */
    public CompletionStage<Integer> load() {
        return !enabled() ? CompletableFuture.completedFuture(0) : store.load(rules.maxClaims()).thenApply(claims -> {
            if (claims.size() >= rules.maxClaims()) {
                LOG.warn("the store has {} claims or more, which is the limit (sterna.smtp.duplicates.max-claims): of more, these are any", claims.size());
            }
            claims.forEach(claim -> hold(claim).stored().complete(null));
            return claims.size();
        });
    }

    /**
     * What a fenced incarnation has left.
     *
     * @param claims how many were made of it
     * @param seen   its acceptances that were looked at; empty where nothing is known again. One that is not among these was written late: it was never
     *               acknowledged, and its client comes again
     */
    public record Estate(int claims, Optional<Set<QueueId>> seen) { }

    /**
     * Makes the claims of a fenced incarnation: its accepted transactions whose reply was not seen to be delivered. Completes
     * when they are durable.
     */
    public CompletionStage<Estate> claimsOf(Incarnation dead) {
        return !enabled() ? CompletableFuture.completedFuture(new Estate(0, Optional.empty())) : store.unreadBy(dead).thenCompose(unread -> {
            CompletionStage<Void> done = CompletableFuture.completedFuture(null);
            for (int from = 0; from < unread.claims().size(); from += AT_ONCE) {
                List<Claim> some = unread.claims().subList(from, Math.min(unread.claims().size(), from + AT_ONCE));
                done = done.thenCompose(unused -> CompletableFuture.allOf(some.stream().map(this::adopt).toArray(CompletableFuture[]::new)));
            }
            return done.thenApply(unused -> {
                tell(new ClaimNews.Adopted(dead));
                return new Estate(unread.claims().size(), Optional.of(unread.seen()));
            });
        });
    }

    /** One that is held already is of the same transaction, or of a later one, and is durable or about to be. */
    private CompletableFuture<Void> adopt(Claim claim) {
        return store.fate(claim.fingerprint(), claim.queueId()).thenCompose(fate ->         // its repetition may have been answered elsewhere
                fate.flatMap(ReplyFate::read).isPresent() ? CompletableFuture.completedFuture(null) : adoptUnread(claim)).toCompletableFuture();
    }

    private synchronized CompletionStage<Void> adoptUnread(Claim claim) {
        if (isHeld(claim)) {
            return store.putUnread(claim);
        }
        Held made = hold(claim);
        return store.put(claim).thenRun(() -> {
            made.stored().complete(null);
            tell(new ClaimNews.Made(claim));
        });
    }

    private boolean isHeld(Claim claim) {
        return held.find(claim.fingerprint(), clock.instant()).filter(held -> !held.at().isBefore(claim.at())).isPresent();
    }

    /** A claim that has arisen elsewhere; but one may have ended here before this was told. */
    private synchronized void learn(Claim claim) {
        boolean over = Optional.ofNullable(settled.get(claim.fingerprint())).filter(at -> !at.isBefore(claim.at())).isPresent();
        if (!over && !isHeld(claim)) {
            hold(claim).stored().complete(null);
        }
    }

    private synchronized void endedElsewhere(ClaimNews.Ended ended) {
        held.find(ended.fingerprint(), clock.instant())
                .filter(each -> each.queueId().isDone() && !each.queueId().isCompletedExceptionally() && each.queueId().join().equals(ended.queueId()))
                .ifPresent(held::remove);
        remember(ended.fingerprint());
    }

    /**
     * Learns what other nodes have told while nobody listened: takes what the store has and forgets what it has no more. If it
     * has more than the limit, nothing: then the memory is full, too.
     */
    public CompletionStage<Void> reload() {
        List<Held> before;
        synchronized (this) {
            if (!enabled() || closed || reloading) {
                return CompletableFuture.completedFuture(null);
            }
            reloading = true;
            Instant old = clock.instant().minus(TOLD);
            before = held.all().stream().filter(each -> each.stored().isDone() && each.at().isBefore(old)).toList();
        }
        return store.load(rules.maxClaims()).thenAccept(claims -> {
            if (claims.size() < rules.maxClaims()) {
                claims.forEach(this::learn);
                forget(before, claims.stream().map(Claim::fingerprint).collect(Collectors.toSet()));
            }
        }).handle((unused, failure) -> {
            synchronized (this) {
                reloading = false;
            }
            if (failure != null) {
                LOG.warn("the claims could not be read again: {}", failure.toString());
            }
            return null;
        });
    }

    private synchronized void forget(List<Held> before, Set<Fingerprint> stored) {
        before.stream().filter(each -> !stored.contains(each.fingerprint()) && held.contains(each)).forEach(held::remove);
    }

    /**
     * Has whoever accepted this transaction, on a node that lives, write down whether the reply to it was read, as soon as it is
     * known: to be found by {@link ClaimStore#fate}. A reply that was flushed a while ago without an answer is not waited for any
     * longer, as if the same had come here again.
     */
    void ask(Fingerprint fingerprint, QueueId queueId) {
        if (isOwn(queueId)) {
            tellFate(fingerprint, queueId);
        } else {
            tell(new ClaimNews.Asked(fingerprint, queueId));
        }
    }

    /** Whether it is just being written down here that the reply to a repetition was read. */
    synchronized boolean isEnding(Fingerprint fingerprint) {
        return ending.stream().anyMatch(each -> each.fingerprint().equals(fingerprint));
    }

    private synchronized boolean isOwn(QueueId queueId) {
        return own.filter(queueId.incarnation()::equals).isPresent();
    }

    private void tellFate(Fingerprint fingerprint, QueueId queueId) {
        List<Held> lost;
        synchronized (this) {
            if (closed || storing.stream().anyMatch(each -> each.fingerprint().equals(fingerprint))) {
                return;                                     // not known yet, or just being written down
            }
            Instant now = clock.instant();
            List<Transaction> waiting = Stream.concat(displaced.stream(), Stream.ofNullable(open.get(fingerprint)))
                    .filter(each -> each.fingerprint.equals(fingerprint) && each.mayBe(queueId)).toList();
            lost = waiting.stream().filter(each -> each.silent(now)).map(each -> each.claim(now)).toList();
            if (waiting.isEmpty()) {
                store.putRead(fingerprint, queueId, now).whenComplete((unused, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}: that its reply was read could not be stored: {}", queueId, failure.toString());
                    }
                });
            }
        }
        lost.forEach(this::storeOnceKnown);
    }

    private Held hold(Claim claim) {
        return hold(new Held(claim.fingerprint(), claim.at(), CompletableFuture.completedFuture(claim.queueId())));
    }

    private synchronized Held hold(Held claim) {
        long before = held.evicted();
        held.add(claim, clock.instant());
        if (held.evicted() / EVICTIONS_A_LINE > before / EVICTIONS_A_LINE || before == 0 && held.evicted() > 0) {
            LOG.warn("{} claims have left the memory before their time, there may be {} (sterna.smtp.duplicates.max-claims)",
                    held.evicted(), rules.maxClaims());
        }
        return claim;
    }

    /**
     * Asked at every end of data: the earlier transaction whose reply was lost, if there is one. In that case the message is
     * not accepted again; its reply is that of the first.
     */
    public Optional<Repetition> find(Fingerprint fingerprint) {
        if (!enabled()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Held found;
        synchronized (this) {
            Optional<Held> earlier = held.find(fingerprint, now);
            if (earlier.isPresent()) {
                return Optional.of(new Repeated(earlier.get()));
            }
            Transaction transaction = open.get(fingerprint);
            if (transaction == null || !transaction.silent(now)) {
                return Optional.empty();
            }
            found = transaction.claim(now);
        }
        storeOnceKnown(found);
        return Optional.of(new Repeated(found));
    }

    /**
     * Enters a transaction at the end of its data: it is a repetition, or it is new and known from this moment on, even before it is stored. A client
     * that hangs up and comes back may be here before its hanging up was noticed, so a second is left for that: where an earlier transaction is the same
     * and it is not known yet whether its client has read the reply; and where the same came and was read while this one was still on its way, for then
     * this may be the one that was given up. In the common case nothing is awaited.
     *
     * @param since when the content of this transaction began to come
     * @param gone  whether its client has hung up; asked once, nothing blocks in it
     * @return empty if it has: whatever this was, it was never answered
     */
    public CompletionStage<Optional<Entry>> enter(Fingerprint fingerprint, Instant since, BooleanSupplier gone) {
        if (gone.getAsBoolean()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Optional<Repetition> found = find(fingerprint);
        if (found.isPresent()) {
            return entered(found.get());
        }
        CompletableFuture<Void> decided;
        synchronized (this) {
            Transaction twin = open.get(fingerprint);
            if (twin == null && !overtaken(fingerprint, since)) {
                return entered(open(fingerprint));
            }
            decided = twin == null ? new CompletableFuture<>() : twin.decided.copy();
        }
        return decided.completeOnTimeout(null, NOTICED.toMillis(), TimeUnit.MILLISECONDS).thenCompose(unused -> enterAtLast(fingerprint, since, gone, 1));
    }

    /** @param waits how often it may still be awaited that a client is found gone that was overtaken */
    private CompletionStage<Optional<Entry>> enterAtLast(Fingerprint fingerprint, Instant since, BooleanSupplier gone, int waits) {
        Optional<Repetition> found = find(fingerprint);
        if (found.isPresent() || gone.getAsBoolean()) {
            return CompletableFuture.completedFuture(found.map(Entry.class::cast));
        }
        synchronized (this) {
            if (waits == 0 || open.containsKey(fingerprint) || !overtaken(fingerprint, since)) {
                return entered(open(fingerprint));
            }
        }
        return new CompletableFuture<Void>().completeOnTimeout(null, NOTICED.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(unused -> enterAtLast(fingerprint, since, gone, waits - 1));
    }

    private static CompletionStage<Optional<Entry>> entered(Entry entry) {
        return CompletableFuture.completedFuture(Optional.of(entry));
    }

    private boolean overtaken(Fingerprint fingerprint, Instant since) {
        return Optional.ofNullable(settled.get(fingerprint)).filter(since::isBefore).isPresent();
    }

    /** As {@link #enter} for one that is new whatever is known, because its own connection repeats it on purpose. */
    public synchronized NewTransaction begin(Fingerprint fingerprint) {
        return open(fingerprint);
    }

    /** Of two at a time the later one is looked at: both make their claims. */
    private Transaction open(Fingerprint fingerprint) {
        Transaction transaction = new Transaction(fingerprint);
        if (enabled()) {
            Optional.ofNullable(open.put(fingerprint, transaction)).ifPresent(displaced::add);
        }
        return transaction;
    }

    /** The reply to a transaction was read. */
    private void remember(Fingerprint fingerprint) {
        Instant now = clock.instant();
        settled.remove(fingerprint);
        settled.put(fingerprint, now);
        Iterator<Instant> oldest = settled.values().iterator();
        while (oldest.next().plus(RECENT).isBefore(now) || settled.size() > MAX_RECENT) {       // ends at the new one at the latest
            oldest.remove();
        }
    }

    /**
     * It is not known whether the message was written: its client will be told to come again, and it is a claim from now on.
     *
     * @param written completes when it is written after all; fails when nobody can tell any more
     * @return completes when the claim is durable too, or not needed any more; never fails
     */
    CompletionStage<Void> unknown(Fingerprint fingerprint, CompletionStage<QueueId> written) {
        CompletableFuture<QueueId> queueId = new CompletableFuture<>();
        Held claim = arisen(new Held(fingerprint, clock.instant(), queueId));
        storeOnceKnown(claim);
        written.whenComplete((id, failure) -> {
            if (failure == null) {
                queueId.complete(id);
            } else {
                queueId.completeExceptionally(failure);
            }
        });
        return claim.stored();
    }

    private synchronized Held arisen(Held claim) {
        storing.add(claim);
        claim.stored().whenComplete((unused, failure) -> {
            synchronized (this) {
                storing.remove(claim);
            }
        });
        return hold(claim);
    }

    private void storeOnceKnown(Held claim) {
        claim.queueId().whenComplete((id, failure) -> {
            if (failure == null) {
                put(claim, id);
                tell(new ClaimNews.Made(new Claim(claim.fingerprint(), id, claim.at())));
            } else {
                synchronized (this) {
                    held.remove(claim);
                }
                claim.stored().complete(null);
            }
        });
    }

    /** What is asked of the store under the lock is in the order in which it was decided. */
    private void put(Held claim, QueueId id) {
        Claim row = new Claim(claim.fingerprint(), id, claim.at());
        CompletionStage<Void> written;
        synchronized (this) {
            written = closed ? CompletableFuture.completedFuture(null) : held.contains(claim) ? store.put(row) : store.putUnread(row);
        }
        written.whenComplete((unused, failure) -> {
            if (failure == null) {
                claim.stored().complete(null);
            } else {
                LOG.warn("{}: a claim could not be stored, trying again: {}", id, failure.toString());
                later(() -> put(claim, id));
            }
        });
    }

    private void end(Held claim) {
        Instant now = clock.instant();
        synchronized (this) {
            if (!held.contains(claim)) {
                return;
            }
            held.remove(claim);
            remember(claim.fingerprint());
            ending.add(claim);
        }
        claim.queueId().thenAccept(id -> tell(new ClaimNews.Ended(claim.fingerprint(), id)));
        claim.stored().thenCompose(unused -> claim.queueId()).whenComplete((id, failure) -> {
            delete(claim.fingerprint());
            if (failure == null) {
                read(claim, id, now);
            } else {
                ended(claim);
            }
        });
    }

    private void read(Held claim, QueueId id, Instant at) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        store.putRead(claim.fingerprint(), id, at).whenComplete((unused, failure) -> {
            if (failure == null) {
                ended(claim);
            } else {
                LOG.warn("{}: that its reply was read could not be stored, trying again: {}", id, failure.toString());
                later(() -> read(claim, id, at));
            }
        });
    }

    private synchronized void ended(Held claim) {
        ending.remove(claim);
    }

    private void delete(Fingerprint fingerprint) {
        CompletionStage<Void> deleted;
        synchronized (this) {
            if (closed || held.find(fingerprint, clock.instant()).isPresent()) {            // a new one has taken the place
                return;
            }
            deleted = store.delete(fingerprint);
        }
        deleted.whenComplete((unused, failure) -> {
            if (failure != null) {
                LOG.warn("a claim could not be deleted, trying again: {}", failure.toString());
                later(() -> delete(fingerprint));
            }
        });
    }

    private static void later(Runnable task) {
        CompletableFuture.delayedExecutor(AGAIN.toSeconds(), TimeUnit.SECONDS).execute(task);
    }

    /** Writes nothing more: what is not durable by now is found again by whoever adopts this incarnation. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** A transaction whose reply nobody has read yet. Its fields are guarded by the lock of all. */
    private final class Transaction implements NewTransaction {
        private final Fingerprint fingerprint;
        private final CompletableFuture<QueueId> queueId = new CompletableFuture<>();
        private final CompletableFuture<Void> decided = new CompletableFuture<>();
        private Optional<Instant> flushedAt = Optional.empty();
        private boolean over;

        private Transaction(Fingerprint fingerprint) {
            this.fingerprint = fingerprint;
        }

        /** The client's host may have died without a word, and be back: only then the same would come by another connection. */
        private boolean silent(Instant now) {
            return flushedAt.filter(at -> Duration.between(at, now).compareTo(rules.silence()) > 0).isPresent();
        }

        private boolean mayBe(QueueId id) {
            return !queueId.isDone() || !queueId.isCompletedExceptionally() && queueId.join().equals(id);
        }

        private boolean leave() {
            if (over) {
                return false;
            }
            over = true;
            if (!open.remove(fingerprint, this)) {
                displaced.remove(this);
            }
            if (decided.getNumberOfDependents() > 0) {
                decided.completeAsync(() -> null);      // whoever waits goes on without our lock
            } else {
                decided.complete(null);
            }
            return true;
        }

        @Override
        public void storing(CompletionStage<QueueId> stored) {
            if (enabled()) {
                stored.whenComplete((id, failure) -> {
                    if (failure == null) {
                        queueId.complete(id);
                    } else {
                        refused(failure);
                    }
                });
            }
        }

        private Held claim(Instant now) {
            leave();
            return arisen(new Held(fingerprint, now, queueId));
        }

        private void refused(Throwable failure) {
            synchronized (Claims.this) {
                leave();
            }
            queueId.completeExceptionally(failure);
        }

        @Override
        public void flushed(Instant now) {
            synchronized (Claims.this) {
                flushedAt = Optional.of(now);
            }
        }

        @Override
        public void settled() {
            synchronized (Claims.this) {
                if (leave() && enabled()) {
                    remember(fingerprint);
                }
            }
        }

        @Override
        public void lost() {
            Held claim;
            synchronized (Claims.this) {
                if (over || !enabled()) {
                    return;
                }
                claim = claim(clock.instant());
            }
            storeOnceKnown(claim);
        }
    }

    private final class Repeated implements Repetition {
        private final Held claim;

        private Repeated(Held claim) {
            this.claim = claim;
        }

        @Override
        public CompletionStage<QueueId> queueId() {
            return claim.queueId().copy().orTimeout(rules.patience().toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void flushed(Instant now) {
            // until its reply is delivered, the claim stays whatever happens
        }

        @Override
        public void settled() {
            end(claim);
        }

        @Override
        public void lost() {
            // the claim stays
        }
    }
}
