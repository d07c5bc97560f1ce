package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.sterna.persistence.claim.ClaimStore;
import org.sterna.persistence.claim.ReplyFate;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.cassandra.CassandraLeases.LeaseRow;

/**
 * Finds out whether two messages with one fingerprint, accepted by two runs of nodes, are one transaction that its client has
 * repeated (RFC 1047). They are if the reply to the earlier one was perhaps not read before the later one was accepted. That is known for good when the run that
 * accepted it has written it down, which it does when asked; or when that run has ended and its claims were made, for then it
 * was read unless there is a row that says otherwise. Until one of these is so nothing is decided. Asks Cassandra, a few times
 * a second at most; it is a rare path. Thread-safe; nothing blocks.
 */
public final class Twins {
    /** Messages that were accepted so near to each other are not told apart by the clocks of two machines. */
    static final Duration CLOCKS = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final ClaimStore store;
    private final Claims claims;
    private final Function<Incarnation, CompletionStage<Optional<LeaseRow>>> leases;
    private final Duration patience;

    /** @param accepted when */
    record Message(QueueId id, Instant accepted) { }

    /**
     * @param leases   reads the lease of an incarnation
     * @param patience how long an answer may take; longer than a dead node's lease runs and its adoption takes
     */
    public Twins(ClaimStore store, Claims claims, Function<Incarnation, CompletionStage<Optional<LeaseRow>>> leases, Duration patience) {
        this.store = store;
        this.claims = claims;
        this.leases = leases;
        this.patience = patience;
    }

    /** Fails with {@link TimeoutException} if it cannot be known yet. */
    CompletionStage<Boolean> areOne(Fingerprint fingerprint, Message one, Message other) {
        return claims.enabled() ? look(fingerprint, suspicions(one, other), System.nanoTime() + patience.toNanos())
                : CompletableFuture.completedFuture(false);
    }

    /** @param again when the same came again */
    private record Suspicion(QueueId first, Instant again) { }

    /** Whose reply matters: the earlier one's, or either's. */
    private static List<Suspicion> suspicions(Message one, Message other) {
        Suspicion forwards = new Suspicion(one.id(), other.accepted());
        Suspicion backwards = new Suspicion(other.id(), one.accepted());
        if (Duration.between(one.accepted(), other.accepted()).abs().compareTo(CLOCKS) <= 0) {
            return List.of(forwards, backwards);
        }
        return List.of(one.accepted().isBefore(other.accepted()) ? forwards : backwards);
    }

    private CompletionStage<Boolean> look(Fingerprint fingerprint, List<Suspicion> suspicions, long deadline) {
        List<CompletableFuture<Optional<Boolean>>> fates = suspicions.stream().map(each -> fate(fingerprint, each.first())
                .thenApply(fate -> fate.map(known -> known.isRepeatedBy(each.again()))).toCompletableFuture()).toList();
        return CompletableFuture.allOf(fates.toArray(CompletableFuture[]::new)).handle((unused, failure) -> Optional.ofNullable(failure)).thenCompose(failure -> {
            List<Optional<Boolean>> known = failure.isPresent() ? List.of(Optional.<Boolean>empty())
                    : fates.stream().map(CompletableFuture::join).toList();
            if (known.contains(Optional.of(true))) {
                return CompletableFuture.completedFuture(true);
            }
            if (!known.contains(Optional.<Boolean>empty())) {
                return CompletableFuture.completedFuture(false);
            }
            if (System.nanoTime() - deadline >= 0) {
                return CompletableFuture.<Boolean>failedFuture(new TimeoutException("it is not known whether the reply to " + suspicions.get(0).first()
                        + " was read" + failure.map(each -> ": " + each).orElse("")));
            }
            return CompletableFuture.supplyAsync(() -> look(fingerprint, suspicions, deadline),
                    CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)).thenCompose(again -> again);
        });
    }

    /** Empty if it is not known yet. */
    private CompletionStage<Optional<ReplyFate>> fate(Fingerprint fingerprint, QueueId id) {
        if (claims.isEnding(fingerprint)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.fate(fingerprint, id).thenCompose(fate -> {
            if (fate.isPresent()) {
                return CompletableFuture.completedFuture(fate);
            }
            return leases.apply(id.incarnation()).thenCompose(lease -> {
                if (lease.isEmpty() || lease.get().adopted()) {             // what could be written down was, before this
                    return store.fate(fingerprint, id).thenApply(last -> Optional.of(last.orElse(ReplyFate.UNEVENTFUL)));
                }
                if (lease.get().state().equals("held")) {
                    claims.ask(fingerprint, id);
                }
                return CompletableFuture.completedFuture(Optional.<ReplyFate>empty());
            });
        });
    }
}
