package org.sterna.platform.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.destination.Quota;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Standing;

/**
 * What this node does for one destination: its places, the jobs that are in memory, and the attempts that run. Thread-safe.
 *
 * <p>Everything that may make something possible leads to {@link #pump()}, which does all that is possible then. Limits are asked under the agent's
 * lock; attempts, results and wake-ups are handled outside it.
 */
final class DeliveryAgent implements RelayAttempt.Owner {
    /** More than that are never in memory, places or not. */
    private static final int MOST_JOBS = 1000;
    /** First attempts that may wait in memory for a place of one destination. */
    private static final int MOST_WAITING = 4000;
    /** Places before the first grant has come. */
    private static final int FIRST_PLACES = 16;
    private static final int SPARE_PLACES = 4;
    /** Jobs that have waited for so long in memory go back to where they wait for nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Waiting(RelayJob job, CompletableFuture<RelayResult> result, Instant since) { }

    private final String destination;
    private final QuotaKey key;
    private final Relay.Shared shared;
    private final Places places = new Places();
    private final JobQueue<Waiting> queue = new JobQueue<>();
    private final Map<RelayAttempt, Waiting> running = new LinkedHashMap<>();
    private final Map<RelayAttempt, Instant> parked = new LinkedHashMap<>();
    private boolean pumping;
    private boolean again;
    private boolean closed;
    private boolean retired;
    private Instant used;

    DeliveryAgent(String destination, Relay.Shared shared) {
        this.destination = destination;
        this.key = new QuotaKey(QuotaKey.Kind.DESTINATION, destination);
        this.shared = shared;
        this.used = shared.tools().clock().instant();
    }

    private Quota quota() {
        return shared.watched(key);
    }

    /** Read under the lock. */
    private long capacity(Quota quota) {
        if (closed) {
            return 0;
        }
        int connections = quota.connections();
        if (!(quota.standing() instanceof Standing.Open)) {
            return quota.standing() instanceof Standing.Down ? connections : 0;
        }
        if (connections == 0) {
            return FIRST_PLACES;                                    // the grant is on its way
        }
        // What runs has taken its part of the rates; what waits here has not.
        return Math.min(2L * connections + SPARE_PLACES, (long) running.size() + quota.messages());
    }

    /** Somebody turns to it; false if it has retired, and there may be another by now. */
    synchronized boolean isUsed(Instant now) {
        used = now;
        return !retired;
    }

    /** It retires if nothing has been asked of it since then, and nothing is left. */
    synchronized boolean retires(Instant since) {
        retired = places.isUnused() && queue.size() == 0 && running.isEmpty() && used.isBefore(since);
        return retired;
    }

    synchronized boolean tryStart() {
        return places.take(capacity(quota()));
    }

    synchronized boolean isOpen() {
        return !closed && places.awaited() < MOST_WAITING && quota().standing() instanceof Standing.Open;
    }

    void ended() {
        synchronized (this) {
            places.giveBack();
        }
        wake();
    }

    void whenOpen(Runnable wake) {
        synchronized (this) {
            places.await(wake);
        }
        wake();
    }

    void forget(Runnable wake) {
        synchronized (this) {
            places.forget(wake);
        }
        wake();
    }

    private void wake() {
        List<Runnable> woken = new ArrayList<>();
        synchronized (this) {
            long capacity = places.isAwaited() ? capacity(quota()) : 0;
            for (Optional<Runnable> next = places.invite(capacity); next.isPresent(); next = places.invite(capacity)) {
                woken.add(next.get());
            }
        }
        woken.forEach(Runnable::run);
    }

    CompletionStage<RelayResult> attempt(RelayJob job) {
        Waiting waiting = new Waiting(job, new CompletableFuture<>(), shared.tools().clock().instant());
        synchronized (this) {
            if (closed || queue.size() >= MOST_JOBS) {
                return CompletableFuture.completedFuture(RelayResult.notTried(closed ? "the node stops" : "too many messages are in memory"));
            }
            queue.add(job.sender(), job.priority(), waiting);
        }
        pump();
        return waiting.result();
    }

    /** Does what can be done now; whoever comes while another does it leaves it to him. */
    void pump() {
        synchronized (this) {
            again = true;
            if (pumping) {
                return;
            }
            pumping = true;
        }
        while (goOn()) {
            List<RelayAttempt> stopped = resumed();
            stopped.forEach(RelayAttempt::resume);
            boolean more = true;
            while (more) {
                more = startOne();
            }
            handBack();
        }
        wake();
    }

    private synchronized boolean goOn() {
        pumping = again;
        again = false;
        return pumping;
    }

    private synchronized List<RelayAttempt> resumed() {
        List<RelayAttempt> all = List.copyOf(parked.keySet());
        parked.clear();
        return all;
    }

    private boolean startOne() {
        RelayAttempt attempt;
        Waiting next;
        synchronized (this) {
            Quota quota = quota();
            if (queue.size() == 0 || !parked.isEmpty() || running.size() >= quota.connections() || !quota.trySend()) {
                return false;
            }
            next = queue.poll().orElseThrow();
            try {
                attempt = new RelayAttempt(shared, next.job(), this);
                running.put(attempt, next);
            } catch (RuntimeException e) {
                quota.unsent();
                shared.log().error("{}: no attempt could be made", next.job().name(), e);
                next.result().complete(RelayResult.notTried("no attempt could be made: " + e));
                return true;
            }
        }
        attempt.start();
        return true;
    }

    /** While the destination is down or frozen, what was not begun goes back. */
    private void handBack() {
        List<Waiting> back;
        String reason;
        synchronized (this) {
            Quota quota = quota();
            Standing standing = quota.standing();
            if (standing instanceof Standing.Open && !closed || queue.size() == 0 || quota.connections() > 0 && !(standing instanceof Standing.Frozen) && !closed) {
                return;
            }
            reason = closed ? "the node stops" : standing instanceof Standing.Down down ? destination + " is down: " + down.reason()
                    : standing instanceof Standing.Frozen frozen ? destination + " is frozen: " + frozen.reason() : "";
            back = queue.take(any -> true);
        }
        back.forEach(each -> each.result().complete(RelayResult.notTried(reason)));
    }

    @Override
    public void parked(RelayAttempt attempt) {
        synchronized (this) {
            parked.put(attempt, shared.tools().clock().instant());
        }
        shared.blocked(this);
    }

    @Override
    public void ended(RelayAttempt attempt, RelayResult result, boolean sent) {
        Waiting waiting;
        synchronized (this) {
            waiting = running.remove(attempt);
            parked.remove(attempt);
            if (!sent) {
                quota().unsent();
            }
        }
        waiting.result().complete(result);
        pump();
        shared.freed();
    }

    /** About once a second: nothing waits for ever, whatever signal was missed. */
    void tick(Instant now) {
        List<Waiting> impatient;
        List<RelayAttempt> stuck;
        boolean quiet;
        synchronized (this) {
            places.forget();
            Instant since = now.minus(PATIENCE);
            impatient = queue.take(each -> each.since().isBefore(since));
            stuck = running.entrySet().stream().filter(each -> parked.containsKey(each.getKey()) && each.getValue().since().isBefore(since))
                    .map(Map.Entry::getKey).toList();
            quiet = !(quota().standing() instanceof Standing.Open);
        }
        impatient.forEach(each -> each.result().complete(RelayResult.notTried("no connection to " + destination + " was free for " + PATIENCE.toSeconds() + " s")));
        stuck.forEach(each -> each.giveUp("no connection to " + destination + " was free for " + PATIENCE.toSeconds() + " s"));
        if (quiet) {
            shared.sessions().pool().closeAll(session -> session.key().destination().equals(destination));
        }
        pump();
    }

    /** Takes no job any more; what was not begun goes back. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        handBack();
    }

    synchronized Relay.Load load() {
        return new Relay.Load(destination, places.taken(), queue.size(), running.size(), shared.sessions().pool().restingOf(destination));
    }
}
