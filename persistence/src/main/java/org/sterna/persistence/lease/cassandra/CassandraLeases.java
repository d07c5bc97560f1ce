package org.sterna.persistence.lease.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.lease.NodeLease;
import org.sterna.persistence.lease.Peers;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The lease rows of all nodes, and the renewal of this node's own.
 *
 * <p>A row is {@code held}, {@code released} (its process has provably ended), {@code taken} (it cannot be renewed any more, and runs out) or
 * {@code fenced}. What was released is fenced at once, and so is what has been seen unrenewed for its full length on this node's own monotonic
 * clock; clocks of different machines are never compared. In a cluster the lease of a node that was counted out, but lives on, is taken.
 */
public final class CassandraLeases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraLeases.class);

    /** One row, as it was read. */
    public record LeaseRow(Incarnation incarnation, String node, long renewal, String state, boolean adopted, boolean joined) {
        public boolean held() {
            return state.equals("held");
        }

        public boolean released() {
            return state.equals("released");
        }

        public boolean fenced() {
            return state.equals("fenced");
        }
    }

    /** What a row said, since when, and when that was last read. */
    private record Seen(long renewal, long since, long last) { }

    /** How long a renewal may be under way before it is looked whether it has happened. */
    private static final Duration RENEWAL = Duration.ofMillis(1500);
    /** How long a node that was counted out has for finding that out by itself, before its lease is taken from it. */
    private static final Duration COURTESY = Duration.ofSeconds(2);
    /** How long rows are kept of incarnations that are settled: what people look for by them (sessions, traces) is gone by then. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final NodeLease own;
    private final LongSupplier nanoClock;
    private final Duration valid;
    private final Duration renewEvery;
    private final Runnable whenFenced;
    private final ScheduledExecutorService timer;
    private final Set<Incarnation> fenced = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Incarnation, CompletableFuture<Void>> fencing = new ConcurrentHashMap<>();
    private final PreparedStatement insert;
    private final PreparedStatement renew;
    private final PreparedStatement fence;
    private final PreparedStatement release;
    private final PreparedStatement select;
    private final PreparedStatement selectAll;
    private final PreparedStatement adopt;
    private final PreparedStatement join;
    private final PreparedStatement selectAdopted;
    private final PreparedStatement delete;
    private final PreparedStatement take;
    private final ConcurrentHashMap<Incarnation, Seen> seen = new ConcurrentHashMap<>();
    private volatile Peers peers = Peers.NONE;
    private volatile boolean clustered;
    private volatile long renewal;
    private volatile boolean renewing;
    /** The renewal that is tried, and since when: the first of several that were sent may be the one that happens. */
    private volatile long tried;
    private volatile long triedSince;
    private final LongAdder failedRenewals = new LongAdder();

    /**
     * @param whenFenced called once when this node finds itself fenced; ends the process
     */
    public CassandraLeases(Database database, Incarnation incarnation, Duration valid, Duration renewEvery, LongSupplier nanoClock,
            Runnable whenFenced) {
        this.database = database;
        this.own = new NodeLease(incarnation, valid.toNanos());
        this.nanoClock = nanoClock;
        this.valid = valid;
        this.renewEvery = renewEvery;
        this.whenFenced = whenFenced;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sterna-lease");
            thread.setDaemon(true);
            thread.setPriority(Thread.MAX_PRIORITY);
            return thread;
        });
        insert = database.prepare("INSERT INTO lease (incarnation, node, renewal, state, adopted, joined) VALUES (?, ?, 0, 'held', false, false)"
                + " IF NOT EXISTS");
        renew = database.prepare("UPDATE lease SET renewal = ? WHERE incarnation = ? IF renewal = ? AND state = 'held'");
        fence = database.prepare("UPDATE lease SET state = 'fenced' WHERE incarnation = ? IF renewal = ? AND state = ?");
        release = database.prepare("UPDATE lease SET state = 'released' WHERE incarnation = ? IF state = 'held'");
        select = database.prepare("SELECT * FROM lease WHERE incarnation = ?");
        selectAll = database.prepare("SELECT * FROM lease");
        adopt = database.prepare("UPDATE lease SET adopted = true WHERE incarnation = ? IF state = 'fenced'");
        take = database.prepare("UPDATE lease SET state = 'taken' WHERE incarnation = ? IF renewal = ? AND state = 'held'");
        selectAdopted = database.prepare("SELECT incarnation, state, adopted, WRITETIME(adopted) AS at FROM lease");
        delete = database.prepare("DELETE FROM lease WHERE incarnation = ? IF state = 'fenced' AND adopted = true");
        join = database.prepare("UPDATE lease SET joined = true WHERE incarnation = ? IF state = 'held'");
    }

    /** From now on this node is one of a cluster: who is counted out there is fenced even while it renews its lease. */
    public void among(Peers others) {
        peers = others;
        clustered = true;
    }

    public Peers peers() {
        return peers;
    }

    /** Whether others may own entities beside this node. */
    public boolean clustered() {
        return clustered;
    }

    public NodeLease own() {
        return own;
    }

    /** Renewals whose outcome was not known; the next one may have come in time. */
    public long failedRenewals() {
        return failedRenewals.sum();
    }

    /** Takes this node's lease and begins to renew it. */
    public CompletionStage<Void> acquire(String node) {
        long sentAt = nanoClock.getAsLong();
        return database.writeIf(insert.bind(own.incarnation().value(), node), looking(own.incarnation(), row -> row.isEmpty() ? Optional.empty()
                : Optional.of(row.get().held() && row.get().renewal() == 0 && row.get().node().equals(node)))).thenAccept(applied -> {
            if (!applied) {
                throw new IllegalStateException("incarnation " + own.incarnation() + " is already taken");
            }
            own.renewed(sentAt, nanoClock.getAsLong());
            timer.scheduleAtFixedRate(this::renew, renewEvery.toMillis(), renewEvery.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void renew() {
        if (renewing || own.lost()) {
            return;
        }
        renewing = true;
        long next = renewal + 1;
        if (tried != next) {
            tried = next;
            triedSince = nanoClock.getAsLong();
        }
        long sentAt = triedSince;
        database.writeIf(renew.bind(next, own.incarnation().value(), renewal), RENEWAL).whenComplete((applied, failure) -> {
            if (failure != null) {
                failedRenewals.increment();
                LOG.warn("the lease could not be renewed, acknowledgements wait once it runs out: {}", failure.toString());
                settle();
            } else if (applied) {
                renewal = next;
                own.renewed(sentAt, nanoClock.getAsLong());
                again();
            } else {
                settle();
            }
        });
    }

    /** The next renewal comes in its time, or now if the last one was so long under way that it is worth nothing any more. */
    private void again() {
        renewing = false;
        if (renewal >= tried && !own.lost() && !own.valid(nanoClock.getAsLong())) {
            timer.execute(this::renew);
        }
    }

    /** A renewal was refused or its outcome is not known: the row tells whether it had happened after all. */
    private void settle() {
        long sentAt = nanoClock.getAsLong();
        read(own.incarnation()).whenComplete((row, failure) -> {
            if (failure == null) {
                if (own.lost()) {
                    LOG.debug("the lease of {} was released while a renewal was under way", own.incarnation());
                } else if (row.filter(LeaseRow::held).isEmpty()) {
                    LOG.error("this node ({}) was fenced: its entities run elsewhere now, it ends", own.incarnation());
                    own.lose();
                    whenFenced.run();
                } else if (row.get().renewal() > renewal) {
                    renewal = row.get().renewal();      // ours: nobody else renews this row
                    own.renewed(triedSince, nanoClock.getAsLong());
                }                                       // else it has not happened yet: it may still, and would count from when it was sent first
            }
            again();
            LOG.debug("lease settled after {} ns", nanoClock.getAsLong() - sentAt);
        });
    }

    /** Releases the lease of a process that has provably ended, or this node's own at the end of a planned stop. */
    public CompletionStage<Void> release(Incarnation incarnation) {
        if (incarnation.equals(own.incarnation())) {
            own.lose();
        }
        return database.writeIf(release.bind(incarnation.value()), looking(incarnation, row -> row.filter(LeaseRow::held).isPresent() ? Optional.empty()
                : Optional.of(row.filter(LeaseRow::released).isPresent()))).thenAccept(applied -> { });
    }

    /** What became of a lightweight transaction on a row. */
    private Supplier<CompletionStage<Optional<Boolean>>> looking(Incarnation incarnation, Function<Optional<LeaseRow>, Optional<Boolean>> judge) {
        return () -> read(incarnation).thenApply(judge);
    }

    public CompletionStage<Optional<LeaseRow>> read(Incarnation incarnation) {
        return database.readOne(select.bind(incarnation.value()).setConsistencyLevel(Database.serial()), CassandraLeases::row);
    }

    public CompletionStage<List<LeaseRow>> readAll() {
        return database.readAll(selectAll.bind(), CassandraLeases::row);
    }

    private static LeaseRow row(Row row) {
        return new LeaseRow(new Incarnation(row.getString("incarnation")), Optional.ofNullable(row.getString("node")).orElse(""),
                row.getLong("renewal"), Optional.ofNullable(row.getString("state")).orElse("held"), row.getBoolean("adopted"), row.getBoolean("joined"));
    }

    /** This node is in its cluster: nobody founds another one while its lease is renewed. */
    public CompletionStage<Boolean> joined() {
        return database.writeIf(join.bind(own.incarnation().value()), looking(own.incarnation(), row -> row.filter(each -> each.held() && !each.joined()).isPresent()
                ? Optional.empty() : Optional.of(row.filter(LeaseRow::joined).isPresent())));
    }

    /** Reads a row and remembers when it was seen unchanged, so that a fence that is wanted later need not wait for what was seen already. */
    public CompletionStage<Optional<LeaseRow>> watch(Incarnation incarnation) {
        return database.readOne(select.bind(incarnation.value()).setTimeout(RENEWAL), CassandraLeases::row)
                .thenApply(row -> {
                    row.ifPresent(each -> sighted(each, nanoClock.getAsLong()));
                    return row;
                });
    }

    /** A row that could not be read for a while, as when Cassandra was away, counts from the beginning: its owner could not renew it either. */
    private Seen sighted(LeaseRow row, long now) {
        return seen.merge(row.incarnation(), new Seen(row.renewal(), now, now), (before, unused) ->
                before.renewal() == row.renewal() && now - before.last() < valid.toNanos() / 2 ? new Seen(before.renewal(), before.since(), now)
                        : new Seen(row.renewal(), now, now));
    }

    /** True if nothing the incarnation writes from now on can be acknowledged; known without asking. */
    public boolean knownFenced(Incarnation incarnation) {
        return fenced.contains(incarnation);
    }

    /**
     * Makes sure that nothing this incarnation writes from now on is ever acknowledged. Completes at once when that is
     * known, after one lightweight transaction when its lease was released, otherwise when it has been seen unrenewed for
     * its full length. As long as it is renewed, this does not complete; but in a cluster of which it is no member its lease is taken from it, by nodes that
     * hold their own before and after they have read that: whoever lost it may have been counted out itself.
     */
    public CompletionStage<Void> ensureFenced(Incarnation incarnation) {
        if (fenced.contains(incarnation)) {
            return CompletableFuture.completedFuture(null);
        }
        return fencing.computeIfAbsent(incarnation, unused -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            done.whenComplete((result, failure) -> fencing.remove(incarnation));
            tryFence(incarnation, nanoClock.getAsLong(), done);
            return done;
        });
    }

    private void tryFence(Incarnation incarnation, long begun, CompletableFuture<Void> done) {
        boolean held = own.valid(nanoClock.getAsLong());
        read(incarnation).whenComplete((row, failure) -> {
            long now = nanoClock.getAsLong();
            if (failure != null) {
                again(incarnation, begun, done);
                return;
            }
            if (row.isEmpty() || row.get().fenced()) {
                isFenced(incarnation, done);
                return;
            }
            Seen sighting = sighted(row.get(), now);
            boolean ranOut = now - sighting.since() > valid.toNanos();
            if (row.get().released() || ranOut) {
                database.writeIf(fence.bind(incarnation.value(), row.get().renewal(), row.get().state())).whenComplete((applied, refused) -> {
                    if (refused == null && applied) {
                        LOG.info("{} is fenced: its lease {}", incarnation, row.get().released() ? "was released" : "ran out");
                        isFenced(incarnation, done);
                    } else {
                        again(incarnation, begun, done);
                    }
                });
                return;
            }
            if (row.get().held() && clustered && held && own.valid(now) && now - begun > COURTESY.toNanos() && peers.addressOf(incarnation).isEmpty()) {
                LOG.warn("{} was counted out and renews its lease: it is taken from it", incarnation);
                database.writeIf(take.bind(incarnation.value(), row.get().renewal()));       // it cannot be renewed any more, and runs out
            }
            again(incarnation, begun, done);
        });
    }

    private void isFenced(Incarnation incarnation, CompletableFuture<Void> done) {
        fenced.add(incarnation);
        seen.remove(incarnation);
        done.complete(null);
    }

    private void again(Incarnation incarnation, long begun, CompletableFuture<Void> done) {
        timer.schedule(() -> tryFence(incarnation, begun, done), 50, TimeUnit.MILLISECONDS);
    }

    /** What the incarnation had under way has been taken over: nobody needs to look again. */
    public CompletionStage<Boolean> adopted(Incarnation incarnation) {
        return database.writeIf(adopt.bind(incarnation.value()), looking(incarnation, row -> row.filter(each -> each.fenced() && !each.adopted()).isPresent()
                ? Optional.empty() : Optional.of(row.filter(LeaseRow::adopted).isPresent())));
    }

    /**
     * Deletes rows of incarnations that were fenced and adopted long ago: 90 days, or as long as sessions are kept if that is longer. Of an incarnation without
     * a row it is known all the same that nothing it writes is acknowledged: it cannot renew what is not there, and no incarnation is used again.
     *
     * @param now  by the clock that Cassandra's times are compared with; some hours do not matter
     * @param most at a time
     * @return how many there were; they may be more
     */
    public CompletionStage<Integer> forget(Instant now, int most) {
        Duration kept = KEPT.compareTo(database.settings().sessionLife()) < 0 ? database.settings().sessionLife() : KEPT;
        long before = ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(kept));
        return database.readAll(selectAdopted.bind(), row -> row.getBoolean("adopted") && "fenced".equals(row.getString("state")) && row.getLong("at") < before
                ? Optional.of(row.getString("incarnation")) : Optional.<String>empty()).thenCompose(rows -> {
                    List<String> old = rows.stream().flatMap(Optional::stream).limit(most).toList();
                    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
                    for (String each : old) {
                        done = done.thenCompose(unused -> database.writeIf(delete.bind(each))).thenAccept(unused -> { });
                    }
                    return done.thenApply(unused -> old.size());
                });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
