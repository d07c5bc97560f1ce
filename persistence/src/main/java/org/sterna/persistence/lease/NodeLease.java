package org.sterna.persistence.lease;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.identity.Incarnation;

/**
 * What one node knows of its own lease. Time is a monotonic clock's nanoseconds and is always passed in; a renewal counts
 * from before it was sent, so the node never believes in its lease longer than the others do. Thread-safe.
 */
public final class NodeLease {
    private final Incarnation incarnation;
    private final long validNanos;
    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private long validUntil;
    private boolean renewedOnce;
    private boolean lost;

    /**
     * @param validNanos how long one renewal is good for
     */
    public NodeLease(Incarnation incarnation, long validNanos) {
        this.incarnation = incarnation;
        this.validNanos = validNanos;
    }

    public Incarnation incarnation() {
        return incarnation;
    }

    public synchronized boolean valid(long now) {
        return !lost && renewedOnce && validUntil - now > 0;
    }

    /** Nanoseconds for which it is still valid without another renewal; 0 if it is not. */
    public synchronized long remaining(long now) {
        return valid(now) ? validUntil - now : 0;
    }

    public synchronized boolean lost() {
        return lost;
    }

    /**
     * Completes when what Cassandra has just answered may be acknowledged: at once while the lease is valid, otherwise at
     * its next renewal. Fails with {@link LeaseLostException} once the node was fenced.
     */
    public CompletionStage<Void> whenValid(long now) {
        synchronized (this) {
            if (lost) {
                return CompletableFuture.failedFuture(new LeaseLostException(incarnation));
            }
            if (!valid(now)) {
                CompletableFuture<Void> later = new CompletableFuture<>();
                waiting.add(later);
                return later;
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** A renewal that was sent at the given time has been applied. */
    public void renewed(long sentAt, long now) {
        Queue<CompletableFuture<Void>> released;
        synchronized (this) {
            if (lost) {
                return;
            }
            if (!renewedOnce || sentAt + validNanos - validUntil > 0) {         // the clock's origin is arbitrary: differences only
                validUntil = sentAt + validNanos;
                renewedOnce = true;
            }
            if (!valid(now)) {
                return;
            }
            released = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        released.forEach(each -> each.complete(null));
    }

    /** Somebody else fenced this node, or it released its lease: nothing is acknowledged any more. */
    public void lose() {
        Queue<CompletableFuture<Void>> refused;
        synchronized (this) {
            lost = true;
            refused = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        refused.forEach(each -> each.completeExceptionally(new LeaseLostException(incarnation)));
    }
}
