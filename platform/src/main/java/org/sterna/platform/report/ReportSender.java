package org.sterna.platform.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.ReportSettings;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.report.cassandra.ReportCounts;
import org.sterna.persistence.report.cassandra.ReportSendings;
import org.sterna.persistence.report.cassandra.ReportSendings.Standing;
import org.sterna.platform.delivery.OwnMail;

/**
 * Sends the reports of the day before, each by one node: who has taken a domain marks a destination before its message is queued, and what is marked is not sent again. A crash between
 * the two loses that report; a second one would count its mail twice.
 *
 * <p>What does not succeed keeps its owner for some minutes and is tried again then, less and less often, until the day is over (RFC 8460 section 5.5).
 */
public final class ReportSender implements AutoCloseable {
    /** For which a node owns a domain; all that it does for it takes at most the half of that. */
    static final Duration LEASE = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
    /** Into the first hour: by then the totals of all nodes are stored. */
    private static final int MARGIN_MINUTES = 15;
    private static final int MOST_DOMAINS = 100_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(4);

    private final List<ReportMaker> makers;
    private final ReportCounts counts;
    private final ReportSendings sendings;
    private final OwnMail mail;
    private final HttpsPost https;
    private final ReportSettings settings;
    private final Clock clock;
    private final LongAdder sent = new LongAdder();
    private final Set<Task> over = new HashSet<>();
    private final Map<Task, Retry> retries = new HashMap<>();
    private Optional<CompletableFuture<Void>> running = Optional.empty();
    private volatile boolean closed;
    private volatile boolean warned;

    private record Task(ReportDay day, String domain, ReportMaker maker) { }

    private record Retry(Instant at, Duration next) { }

    ReportSender(List<ReportMaker> makers, ReportCounts counts, ReportSendings sendings, OwnMail mail, HttpsPost https, ReportSettings settings, Clock clock) {
        this.makers = List.copyOf(makers);
        this.counts = counts;
        this.sendings = sendings;
        this.mail = mail;
        this.https = https;
        this.settings = settings;
        this.clock = clock;
    }

    /** Messages and posts that have left this node. */
    public long sent() {
        return sent.sum();
    }

    /** Looks for what is to be sent, if it is time. Never fails; one at a time: a second caller gets the first one's. */
    public synchronized CompletionStage<Void> round() {
        if (closed || running.filter(each -> !each.isDone()).isPresent()) {
            return running.orElseGet(() -> CompletableFuture.completedFuture(null));
        }
        if (LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC).isBefore(LocalTime.of(settings.hour(), MARGIN_MINUTES))) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> round = tasks().thenCompose(this::all).exceptionally(failure -> {
            LOG.warn("reports are not sent yet: {}", failure.toString());
            return null;
        }).toCompletableFuture();
        running = Optional.of(round);
        return round;
    }

    /** What is not over, in an order of this node's own: others begin elsewhere. */
    private CompletionStage<List<Task>> tasks() {
        CompletionStage<List<Task>> all = CompletableFuture.completedFuture(new ArrayList<>());
        Instant now = clock.instant();
        for (ReportMaker maker : makers) {
            ReportDay day = ReportDay.of(maker.kind(), now.minus(Duration.ofDays(1)));
            all = all.thenCombine(counts.domains(day, MOST_DOMAINS), (tasks, domains) -> {
                domains.forEach(domain -> tasks.add(new Task(day, domain, maker)));
                return tasks;
            });
        }
        return all.thenApply(tasks -> due(tasks, now));
    }

    private synchronized List<Task> due(List<Task> tasks, Instant now) {
        over.retainAll(tasks);
        retries.keySet().retainAll(tasks);
        List<Task> due = new ArrayList<>(tasks.stream().filter(each -> !over.contains(each) && (!retries.containsKey(each) || !retries.get(each).at().isAfter(now))).toList());
        Collections.shuffle(due);
        return due;
    }

    private CompletionStage<Void> all(List<Task> tasks) {
        Duration pause = tasks.isEmpty() ? Duration.ZERO : settings.spread().dividedBy(tasks.size());
        long millis = (pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause).toMillis();
        CompletableFuture<Void> done = new CompletableFuture<>();
        next(tasks, 0, millis, done);
        return done;
    }

    /** On threads of the store's client or of the common pool, not one call within the other. */
    private void next(List<Task> tasks, int number, long pauseMillis, CompletableFuture<Void> done) {
        if (closed || number == tasks.size()) {
            done.complete(null);
            return;
        }
        one(tasks.get(number)).whenCompleteAsync((unused, failure) -> next(tasks, number + 1, pauseMillis, done),
                CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS));
    }

    /** Never fails. */
    private CompletionStage<Void> one(Task task) {
        return sendings.standing(task.day(), task.domain()).thenCompose(standing -> standing.done() ? CompletableFuture.completedFuture(true)
                : sendings.take(task.day(), task.domain(), LEASE).thenCompose(mine -> mine ? owned(task) : CompletableFuture.completedFuture(false)))
                .toCompletableFuture().orTimeout(LEASE.toSeconds() / 2, TimeUnit.SECONDS)
                .handle((complete, failure) -> {
                    if (failure != null) {
                        LOG.warn("{} report of {}: {}", task.day().kind().word(), task.domain(), failure.toString());
                    }
                    remember(task, failure == null && complete);
                    return null;
                });
    }

    private synchronized void remember(Task task, boolean complete) {
        if (complete) {
            over.add(task);
            retries.remove(task);
            return;
        }
        Duration wait = retries.containsKey(task) ? retries.get(task).next() : LEASE;
        Duration doubled = wait.multipliedBy(2);
        retries.put(task, new Retry(clock.instant().plus(wait), doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled));
    }

    /** Completes with whether nothing is left to do. Read again: somebody may have gone on between. */
    private CompletionStage<Boolean> owned(Task task) {
        return sendings.standing(task.day(), task.domain()).thenCompose(standing -> task.maker().make(task.day(), task.domain())
                .thenCompose(made -> each(task, standing, made)));
    }

    private CompletionStage<Boolean> each(Task task, Standing standing, Made made) {
        CompletionStage<Boolean> all = CompletableFuture.completedFuture(made.complete());
        for (Parcel parcel : made.parcels()) {
            if (!standing.marked().contains(parcel.destination())) {
                all = all.thenCompose(before -> send(task, parcel).thenApply(done -> done && before));
            }
        }
        return all.thenCompose(complete -> complete
                ? sendings.finish(task.day(), task.domain()).thenCompose(done -> sendings.release(task.day(), task.domain())).thenApply(unused -> true)
                : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Boolean> send(Task task, Parcel parcel) {
        return parcel instanceof Parcel.Mail letter ? mail(task, letter) : post(task, (Parcel.Post) parcel);
    }

    private CompletionStage<Boolean> mail(Task task, Parcel.Mail parcel) {
        return mail.sign(parcel.letter()).thenCompose(signed -> {
            if (signed.isEmpty()) {
                unsigned();
                return CompletableFuture.completedFuture(false);
            }
            return queue(task, parcel, signed.get());
        });
    }

    private CompletionStage<Boolean> queue(Task task, Parcel.Mail parcel, OwnMail.Signed signed) {
        return sendings.mark(task.day(), task.domain(), parcel.destination()).thenCompose(mine -> {
            if (!mine) {
                return CompletableFuture.completedFuture(false);
            }
            return mail.queue(signed).handle((id, failure) -> {
                if (failure != null) {
                    LOG.warn("a report for {} could not be queued: {}", task.domain(), failure.toString());
                    return sendings.unmark(task.day(), task.domain(), parcel.destination()).thenApply(unused -> false);
                }
                sent.increment();
                LOG.info("{}: the {} report of {} for {}", id, task.day().kind().word(), task.domain(), parcel.letter().to());
                return CompletableFuture.completedFuture(true);
            }).thenCompose(stage -> stage);
        });
    }

    private void unsigned() {
        if (!warned) {
            warned = true;
            LOG.warn("reports to other domains are not sent: nothing signs for the domain of sterna.trust.reports.from (./sterna domain dkim NAME rotate)");
        }
    }

    /** What a server has taken is known to be taken only afterwards: a crash between may send it twice, with the same report id. */
    private CompletionStage<Boolean> post(Task task, Parcel.Post parcel) {
        return https.post(parcel.uri(), parcel.gzip()).thenCompose(taken -> {
            if (!taken) {
                LOG.info("the {} report of {} was not taken by {}", task.day().kind().word(), task.domain(), parcel.uri().getHost());
                return CompletableFuture.completedFuture(false);
            }
            sent.increment();
            return sendings.mark(task.day(), task.domain(), parcel.destination());
        });
    }

    /** The round under way ends behind the domain that it is at. */
    @Override
    public void close() {
        closed = true;
    }
}
