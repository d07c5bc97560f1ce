package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;

/**
 * The claims in memory: one for a fingerprint, the latest; so many at most, and none older than its life. Not thread-safe.
 */
final class HeldClaims {
    /** One claim. Of a transaction that is still being written, the queue id comes later, or never. */
    static final class Held {
        private final Fingerprint fingerprint;
        private final Instant at;
        private final CompletableFuture<QueueId> queueId;
        /** Completes when it is durable, or when nobody wants that any more. */
        private final CompletableFuture<Void> stored = new CompletableFuture<>();

        Held(Fingerprint fingerprint, Instant at, CompletableFuture<QueueId> queueId) {
            this.fingerprint = fingerprint;
            this.at = at;
            this.queueId = queueId;
        }

        Fingerprint fingerprint() {
            return fingerprint;
        }

        Instant at() {
            return at;
        }

        CompletableFuture<QueueId> queueId() {
            return queueId;
        }

        CompletableFuture<Void> stored() {
            return stored;
        }
    }

    private final Map<Fingerprint, Held> byFingerprint = new HashMap<>();
    private final NavigableSet<Held> byAge = new TreeSet<>(Comparator.comparing(Held::at).thenComparing(held -> held.fingerprint().hex()));
    private final Duration life;
    private final int most;
    private long evicted;

    HeldClaims(Duration life, int most) {
        this.life = life;
        this.most = most;
    }

    /** Takes the place of an earlier one with this fingerprint. Those whose life is over go, then the oldest that are too many. */
    void add(Held held, Instant now) {
        Optional.ofNullable(byFingerprint.put(held.fingerprint(), held)).ifPresent(byAge::remove);
        byAge.add(held);
        while (!byAge.isEmpty() && (over(byAge.first(), now) || byAge.size() > most)) {
            if (!over(byAge.first(), now)) {
                evicted++;
            }
            remove(byAge.first());
        }
    }

    private boolean over(Held held, Instant now) {
        return !held.at().plus(life).isAfter(now);
    }

    Optional<Held> find(Fingerprint fingerprint, Instant now) {
        return Optional.ofNullable(byFingerprint.get(fingerprint)).filter(held -> !over(held, now));
    }

    boolean contains(Held held) {
        return byFingerprint.get(held.fingerprint()) == held;
    }

    /** Does nothing if it is not there any more. */
    void remove(Held held) {
        if (byFingerprint.remove(held.fingerprint(), held)) {
            byAge.remove(held);
        }
    }

    int size() {
        return byAge.size();
    }

    /** The oldest first. */
    List<Held> all() {
        return List.copyOf(byAge);
    }

    /** How many had to go before their time, because there were too many. */
    long evicted() {
        return evicted;
    }
}
