package org.sterna.platform.sweeping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.blob.cassandra.BlobCensus;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.sweeping.cassandra.MessageRows;
import org.sterna.persistence.sweeping.cassandra.SweepPlace;
import org.sterna.platform.asking.Asking;

/**
 * Goes through all accounts and then through all blobs, at a bounded rate, and remembers its place. One node of a cluster does so at a time. What
 * fails is left to the next round.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int PAGE = 100;
    /** How many times faster it is when somebody waits for it. */
    private static final int IN_HASTE = 20;
    private static final String ACCOUNTS = "accounts ";
    private static final String BLOBS = "blobs ";

    private final ActorSystem<?> system;
    private final AddressView addresses;
    private final BlobCensus census;
    private final SweepPlace place;
    private final BlobSweep blobSweep;
    private final MailboxSweep mailboxSweep;
    private final SweepRules rules;
    private final Clock clock;
    private Optional<CompletableFuture<SweepReport>> running = Optional.empty();
    private Optional<Cancellable> next = Optional.empty();
    private volatile boolean closed;

    /** @param owner names this run of this node */
    public Sweeper(ActorSystem<?> system, Database database, AddressView addresses, CassandraBlobs blobs, SweepRules rules, String owner, Clock clock) {
        this.system = system;
        this.addresses = addresses;
        this.rules = rules;
        this.clock = clock;
        JournalReader journal = new JournalReader(database);
        MailboxHistory history = new MailboxHistory(journal);
        MessageRows rows = new MessageRows(database);
        census = new BlobCensus(database);
        place = new SweepPlace(database, owner);
        blobSweep = new BlobSweep(census, blobs, history, rows, rules, clock);
        mailboxSweep = new MailboxSweep(ClusterSharding.get(system), history, new MailboxStates(journal), rows, blobs, blobSweep, clock);
    }

    /** Begins with the first round after an interval. */
    public synchronized void start() {
        if (!closed) {
            next = Optional.of(system.scheduler().scheduleOnce(rules.interval(), () -> round(progress -> { }, false).whenComplete((report, failure) -> {
                if (failure != null) {
                    LOG.warn("the sweeper's round broke off and goes on later: {}", failure.toString());
                } else if (report.messages() + report.deleted() + report.failures() > 0) {
                    LOG.info("the sweeper {}", report);
                }
                start();
            }), system.executionContext()));
        }
    }

    /**
     * Sweeps from the beginning, faster than by itself, behind a round that is under way. Fails if another node sweeps.
     *
     * @param progress gets a line now and then
     */
    public CompletionStage<SweepReport> sweep(Consumer<String> progress) {
        return round(progress, true);
    }

    private synchronized CompletionStage<SweepReport> round(Consumer<String> progress, boolean anew) {
        CompletableFuture<SweepReport> round = running.map(before -> before.handle((report, failure) -> Optional.<Throwable>empty()))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .thenCompose(unused -> place.take(LEASE)).thenCompose(mine -> mine ? begin(progress, anew)
                        : CompletableFuture.<SweepReport>failedFuture(new IllegalStateException("another node sweeps at this time")))
                .toCompletableFuture();
        running = Optional.of(round);
        return round;
    }

    private CompletionStage<SweepReport> begin(Consumer<String> progress, boolean anew) {
        SweepReport report = new SweepReport();
        Pace pace = Pace.of(anew ? rules.rate() * IN_HASTE : rules.rate());
        return (anew ? place.save("").thenApply(unused -> "") : place.place()).thenCompose(from -> {
            CompletionStage<Void> accounts = from.startsWith(BLOBS) ? CompletableFuture.completedFuture(null)
                    : pages(ACCOUNTS, from, token -> addresses.after(token, PAGE), AddressView.Placed::token,
                            placed -> counted(report, placed.address(), () -> account(placed.address(), pace, report)), () -> progress.accept(report.toString()));
            return accounts.thenCompose(unused -> pages(BLOBS, from, token -> census.page(token, PAGE), BlobCensus.Part::token,
                    part -> counted(report, "blob " + part.id(), () -> pace.step().thenCompose(free -> blobSweep.look(part, report))),
                    () -> progress.accept(report.toString())));
        }).thenCompose(unused -> place.save("")).thenCompose(unused -> place.release()).thenApply(unused -> report);
    }

    /** Goes on where a round before this one stopped; keeps the lease. */
    private <T> CompletionStage<Void> pages(String kind, String from, Function<Long, CompletionStage<List<T>>> read, Function<T, Long> token,
            Function<T, CompletionStage<?>> look, Runnable told) {
        AtomicLong at = new AtomicLong(from.startsWith(kind) ? Long.parseLong(from.substring(kind.length())) : Long.MIN_VALUE);
        AtomicBoolean mine = new AtomicBoolean(true);
        return Steps.whileTrue(() -> {
            if (closed || !mine.get()) {
                return CompletableFuture.failedFuture(new IllegalStateException(closed ? "the node stops" : "another node sweeps now"));
            }
            return read.apply(at.get()).thenCompose(page -> Steps.each(page, look).thenCompose(unused -> {
                if (page.isEmpty()) {
                    return CompletableFuture.completedFuture(false);
                }
                at.set(token.apply(page.get(page.size() - 1)));
                told.run();
                return place.save(kind + at.get()).thenCompose(saved -> place.take(LEASE)).thenApply(still -> {
                    mine.set(still);
                    return true;
                });
            }));
        });
    }

    /** One failure does not end the round. */
    private CompletionStage<Void> counted(SweepReport report, String name, Supplier<CompletionStage<Void>> step) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> done;
        try {
            done = step.get();
        } catch (RuntimeException e) {
            done = CompletableFuture.failedFuture(e);
        }
        return done.exceptionally(failure -> {
            report.failures.incrementAndGet();
            LOG.warn("the sweeper leaves {} for the next round: {}", name, failure.toString());
            return null;
        });
    }

    private CompletionStage<Void> account(String address, Pace pace, SweepReport report) {
        report.accounts.incrementAndGet();
        return pace.step().thenCompose(unused -> ask(address, new AccountCommand.Look())).thenCompose(account -> {
            Instant before = clock.instant().minus(rules.retention());
            List<MailboxId> there = account.folders().values().stream().map(folder -> folder.mailbox()).toList();
            List<MailboxId> gone = account.unswept().entrySet().stream().filter(each -> !each.getValue().isAfter(before))
                    .map(each -> new MailboxId(each.getKey())).toList();
            return Steps.each(there, mailbox -> pace.step().thenCompose(unused -> mailboxSweep.expunged(mailbox, before.plusMillis(1), pace, report)))
                    .thenCompose(unused -> Steps.each(gone, mailbox -> mailboxSweep.gone(mailbox, pace, report)))
                    .thenCompose(unused -> gone.isEmpty() ? CompletableFuture.completedFuture(null)
                            : ask(address, new AccountCommand.ForgetMailboxes(gone)).thenApply(forgotten -> null));
        });
    }

    private CompletionStage<Account> ask(String address, AccountCommand command) {
        return Asking.LATER.<AccountEntity.Message, AccountEntity.Response>ask(ClusterSharding.get(system).entityRefFor(AccountEntity.TYPE, address), replyTo ->
                new AccountEntity.Request(command, replyTo)).thenApply(AccountEntity.Response::account);
    }

    /** The round under way ends soon; the next one, anywhere, goes on there. */
    @Override
    public synchronized void close() {
        closed = true;
        next.ifPresent(Cancellable::cancel);
        running.ifPresent(round -> round.handle((report, failure) -> place.release()).orTimeout(5, TimeUnit.SECONDS));
    }
}
